// A click on a figure of the text chooses it without loading the page anew; without this script its link does the same.
// The chosen figure is brought into sight in the frame of the text; after a click there, its row in the list as well.
let clicked = null; // it keeps the keyboard, however often the page is drawn anew, until the reader goes on
const goesOn = () => {
  clicked = null;
};

export default function (component) {
  const { data, setTriggerValue } = component;
  let isInSight = false;
  let isRowInSight = false;

  const choose = (event) => {
    const figure = event.target.closest && event.target.closest("a.ll-figure");
    if (!figure || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clicked = figure.dataset.place;
    setTriggerValue("place", clicked);
  };

  const follow = () => {
    const chosen = document.querySelector(".ll-document .ll-chosen");
    if (!chosen || chosen.dataset.place !== data.place) return;
    if (!isInSight) bringIntoSight(chosen);
    if (clicked !== data.place) return;
    if (!isRowInSight) bringRowIntoSight();
    const here = document.activeElement;
    if (!here || here === document.body) chosen.focus({ preventScroll: true });
  };

  const bringIntoSight = (chosen) => {
    const frame = chosen.closest(".ll-document");
    const above = chosen.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (above < 0 || above > frame.clientHeight - 40) frame.scrollTop += above - frame.clientHeight / 3;
    isInSight = true;
  };

  const bringRowIntoSight = () => {
    const row = document.querySelector(".ll-chosen-row");
    if (!row) return;
    row.closest('[class*="st-key-figure_"]').scrollIntoView({ block: "nearest" });
    isRowInSight = true;
  };

  const drawing = new MutationObserver(follow);
  drawing.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", choose);
  document.addEventListener("pointerdown", goesOn, true);
  document.addEventListener("keydown", goesOn, true);
  follow();
  return () => {
    drawing.disconnect();
    document.removeEventListener("click", choose);
    document.removeEventListener("pointerdown", goesOn, true);
    document.removeEventListener("keydown", goesOn, true);
  };
}
