from dataclasses import replace

import pytest

from kg.gazetteer import NameForm
from kg.model import MentionKind
from kg.nlp.coreference import REACH, Coreference
from kg.nlp.name_index import NameIndex
from kg.nlp.names import Name, Sense
from kg.ontology import EntityType

TYPES = {
    "Iran": "State",
    "Iraq": "State",
    "Turkey": "State",
    "Azerbaijan": "State",
    "Syria": "State",
    "Doha": "City",
    "Ilham Aliyev": "Person",
    "Heydar Aliyev": "Person",
    "Aliyev": "Person",
    "Hassan Rouhani": "Person",
    "Rouhani": "Person",
    "Zarif": "Person",
    "Revolutionary Guard Corps": "ArmedForce",
    "IRGC": "Organization",
    "Guard Corps": "ArmedForce",
    "GC": "Organization",
}


class _Counting(dict[str, EntityType]):
    """The classes of an ontology, which count how often they are looked up."""

    looked_up = 0

    def __getitem__(self, name: str) -> EntityType:
        self.looked_up += 1
        return super().__getitem__(name)


@pytest.fixture
def names_of():
    """Name every phrase of `TYPES` that a doc contains, the longest first."""

    def find(doc, *, known=()):
        words = [token.text for token in doc]
        found: list[Name] = []
        for phrase in sorted(TYPES, key=lambda p: (-len(p), p)):
            wanted = phrase.split()
            for i in range(len(words) - len(wanted) + 1):
                form = NameForm.NAME if phrase in known else None
                sense = Sense(TYPES[phrase], phrase, form=form)
                name = Name(i, i + len(wanted), (sense,))
                free = not NameIndex(found).touching(name.start, name.end)
                if words[i : name.end] == wanted and free:
                    found.append(name)
        return sorted(found, key=lambda name: name.start)

    return find


@pytest.fixture
def meanings(parsed, ontology, names_of):
    """Resolve a sentence: what each referent that is no plain name stands for."""

    def resolve(sentence, *, known=()):
        doc = parsed(sentence)
        referents = Coreference(ontology).resolve(doc, names_of(doc, known=known))
        return {
            doc[r.start : r.end].text: (
                r.senses[0].name
                if r.senses
                else tuple(m.senses[0].name for m in r.members)
            )
            for r in referents.all
        }

    return resolve


def test_a_surname_stands_for_the_full_name(meanings):
    found = meanings(
        "Ilham Aliyev met Hassan Rouhani . Aliyev threatened Iran . "
        "He said it would act ."
    )

    assert found["Aliyev"] == "Ilham Aliyev"


def test_a_surname_that_two_people_bear_stays_what_it_is(meanings):
    found = meanings("Ilham Aliyev met Heydar Aliyev . Aliyev left .")

    assert found["Aliyev"] == "Aliyev"


def test_a_known_place_that_is_also_a_surname_stays_a_place(parsed, ontology):
    doc = parsed("Ilham Aliyev met Hassan Rouhani . Aliyev threatened Iran . "
                 "He said it would act .")  # fmt: skip
    person = Name(0, 2, (Sense("Person", "Ilham Aliyev"),))
    place = Name(6, 7, (Sense("City", "Aliyev", form=NameForm.NAME),))

    _, kept = Coreference(ontology).fullest_names(doc, [person, place])

    assert kept == place


def test_an_acronym_stands_for_what_it_abbreviates(meanings):
    found = meanings("The Revolutionary Guard Corps ( IRGC ) moved . The IRGC left .")

    assert found["IRGC"] == "Revolutionary Guard Corps"


def test_an_acronym_is_not_the_place_at_the_end_of_what_it_abbreviates(meanings):
    found = meanings("Fighters in Iraq ( IRGC ) moved . The IRGC left .")

    assert found["IRGC"] == "IRGC"


def test_an_acronym_that_the_text_spells_out_beats_the_gazetteer(meanings):
    found = meanings(
        "The Guard Corps ( GC ) moved . The GC left .", known={"GC", "Guard Corps"}
    )

    assert found["GC"] == "Guard Corps"


def test_an_acronym_that_the_gazetteer_knows_keeps_its_sense(meanings):
    found = meanings(
        "The Revolutionary Guard Corps ( IRGC ) moved . The IRGC left .",
        known={"IRGC"},
    )

    assert found["IRGC"] == "IRGC"


@pytest.mark.parametrize(
    ("sentence", "pronoun", "antecedent"),
    [
        pytest.param(
            "Ilham Aliyev met Hassan Rouhani . Aliyev threatened Iran . "
            "He said it would act .",
            "He",
            "Ilham Aliyev",
            id="he-is-the-subject-before",
        ),
        pytest.param("Rouhani met Zarif . He left .", "He", "Rouhani", id="he"),
        pytest.param("Iran met Turkey . Its army left .", "Its", "Iran", id="its"),
        pytest.param(
            "Azerbaijan and its ally Turkey closed their border .",
            "its",
            "Azerbaijan",
            id="its-in-the-sentence",
        ),
        pytest.param(
            "Azerbaijan and its ally Turkey closed their border .",
            "their",
            ("Azerbaijan", "Turkey"),
            id="their-is-the-coordinated-subject",
        ),
        pytest.param(
            "Iran and Turkey met in Doha . The two countries signed a deal .",
            "The two countries",
            ("Iran", "Turkey"),
            id="the-two-countries",
        ),
        pytest.param(
            "Zarif met Iran . It was his plan .", "his", "Zarif", id="possessive"
        ),
        pytest.param(
            "Iraq denied that Iran attacked it .", "it", "Iraq", id="not-who-acts-on-it"
        ),
    ],
)
def test_what_refers_back_means_its_antecedent(meanings, sentence, pronoun, antecedent):
    assert meanings(sentence)[pronoun] == antecedent


@pytest.mark.parametrize(
    ("sentence", "pronoun"),
    [
        pytest.param("It was said that Iran left .", "It", id="expletive"),
        pytest.param(
            "Rouhani met Zarif . It rained . It snowed . He left .", "He", id="too-far"
        ),
        pytest.param(
            "Rouhani met Zarif . It rained . It snowed . He left .", "It", id="no-state"
        ),
        pytest.param(
            "Aliyev visited Doha . Iran spoke . Iraq spoke . He left .",
            "He",
            id="three-sentences-back",
        ),
        pytest.param("Rouhani met Zarif . They left .", "They", id="plural"),
        pytest.param(
            "Iran met Turkey and Iraq met Syria . They left .", "They", id="which-ones"
        ),
    ],
)
def test_what_could_mean_several_things_means_none(meanings, sentence, pronoun):
    assert pronoun not in meanings(sentence)


def test_a_pronoun_is_a_mention_of_its_own_kind(parsed, ontology, names_of):
    doc = parsed("Iran met Turkey . Its army left .")

    referents = Coreference(ontology).resolve(doc, names_of(doc))

    assert [r.kind for r in referents.all] == [
        MentionKind.NAME,
        MentionKind.NAME,
        MentionKind.PRONOUN,
    ]


def test_a_pronoun_after_nothing_is_no_mention(parsed, ontology):
    doc = parsed("Iran met Turkey . Its army left .")

    assert Coreference(ontology).resolve(doc, []).all == ()


@pytest.mark.parametrize("repeats", [400])
def test_the_work_grows_with_the_text_only(parse, ontology, repeats):
    """Each pronoun looks at the names near it, not at all names of the article."""
    rows = []
    for i in range(repeats):
        first = 4 * i
        rows += [
            f"Iran Iran PROPN NNP {first + 1} nsubj",
            f"met meet VERB VBD {first + 1} ROOT",
            f"its its PRON PRP$ {first + 3} poss",
            f"army army NOUN NN {first + 1} dobj",
        ]
    doc = parse("\n".join(rows))
    names = [
        Name(4 * i, 4 * i + 1, (Sense("State", f"State {i}"),)) for i in range(repeats)
    ]
    types = _Counting(ontology.types)

    referents = Coreference(replace(ontology, types=types)).resolve(doc, names)

    assert len(referents.all) == 2 * repeats
    assert types.looked_up < 50 * REACH * repeats
