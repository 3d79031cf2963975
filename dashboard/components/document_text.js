// A click on a figure of the text chooses it without loading the page anew; without this script its link does the same.
// The chosen figure is brought into sight in the frame of the text; after a click there, its row in the list as well.
const ATTEMPTS = 300; // a busy computer takes seconds to show the text anew
const PAUSE = 60;
const HELD = 4000; // so long the page may still be drawn anew after a click, which takes the keyboard from the figure
let clicked = null;

export default function (component) {
  const { data, setTriggerValue } = component;

  const choose = (event) => {
    const figure = event.target.closest && event.target.closest("a.ll-figure");
    if (!figure || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clicked = figure.dataset.place;
    setTriggerValue("place", clicked);
  };

  const show = (attempts) => {
    const chosen = document.querySelector(".ll-document .ll-chosen");
    if (!chosen || chosen.dataset.place !== data.place) {
      if (attempts > 0) waiting = setTimeout(() => show(attempts - 1), PAUSE);
      return;
    }
    const frame = chosen.closest(".ll-document");
    const above = chosen.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (above < 0 || above > frame.clientHeight - 40) frame.scrollTop += above - frame.clientHeight / 3;
    if (clicked !== data.place) return;
    const row = document.querySelector(".ll-chosen-row");
    if (row) row.closest('[class*="st-key-figure_"]').scrollIntoView({ block: "nearest" });
    hold(Date.now() + HELD);
  };

  const hold = (until) => {
    const chosen = document.querySelector(".ll-document .ll-chosen");
    if (Date.now() > until || !chosen || chosen.dataset.place !== data.place) {
      clicked = null;
      return;
    }
    const here = document.activeElement;
    if (!here || here === document.body) chosen.focus({ preventScroll: true });
    else if (here !== chosen && Date.now() > until - HELD + PAUSE) until = 0; // the reader went on
    waiting = setTimeout(() => hold(until), PAUSE);
  };

  let waiting = setTimeout(() => show(ATTEMPTS), PAUSE);
  document.addEventListener("click", choose);
  return () => {
    clearTimeout(waiting);
    document.removeEventListener("click", choose);
  };
}
