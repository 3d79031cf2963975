"""What the list of empty statements says is borne out by the statements, and leaves no finding out."""

import pytest

from pipelines import rules
from pipelines.emptiness import Emptiness, proofs
from scripts.empty_where import is_empty, statements


def test_every_row_of_the_list_is_proved_by_its_statement():
    known = statements()
    assert proofs().keys() <= known.keys()
    wrong = [
        (name, *tables) for name, ways in proofs().items() for tables in ways if not is_empty(known[name], set(tables))
    ]
    assert not wrong, "python -m scripts.empty_where writes the list anew"


@pytest.mark.parametrize(
    ("sql", "is_proved"),
    [
        ("select x from core.a", True),
        ("select x from core.b left join core.a using (x)", False),
        ("select x from core.a left join core.b using (x)", True),
        ("select x from core.b semi join core.a using (x)", True),
        ("select x from core.b anti join core.a using (x)", False),
        ("select x from core.b where x in (select x from core.a)", True),
        ("select x from core.b where x not in (select x from core.a)", False),
        ("select x from core.b where x in (select x from core.a) or x = 1", False),
        ("select count(*) from core.a", False),
        ("select coalesce(sum(x), 0) + 1 from core.a", False),
        ("select x, sum(y) from core.a group by x", True),
        ("select x, sum(y) from core.a group by all", True),
        ("select sum(y) from core.a group by all", False),
        ("select x, sum(y) from core.a group by grouping sets ((x), ())", False),
        ("select x, (select max(y) from core.b) from core.a", True),
        ("select x from core.a union all select x from core.b", False),
        ("select x from core.a union all select x from core.a", True),
        ("with a as (select x from core.a) select b.x from a, core.b as b", True),
        ("with a as (select count(*) as x from core.a) select x from a", False),
        ("select 1 as x from (values (1)) as v(x)", False),
    ],
)
def test_only_what_surely_gives_nothing_is_proved(sql: str, is_proved: bool):
    assert is_empty(sql, {"core.a"}) is is_proved


def test_a_rule_is_left_out_only_where_what_it_looks_at_is_known_to_be_empty():
    asked = rules.rules_with_rows(Emptiness({"staging.ledger_insurance_claims": False}.get), rules.file_rules())
    left_out = {rule["rule_id"] for rule in rules.file_rules()} - {rule["rule_id"] for rule in asked}
    assert left_out == {"R082", "R088"}
    assert rules.rules_with_rows(Emptiness(lambda _: None), rules.file_rules()) == rules.file_rules()
