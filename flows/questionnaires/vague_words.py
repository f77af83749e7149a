"""Words that leave open what is meant, by what they leave open: a list that people can read, and nothing learned.

English, German and Polish: the bot writes English, and people answer in their own language. Words are compared without
case and accents, whole words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from flows.text import name_key


class Leaves(Enum):
    """What vague words leave open, with the one question that is asked about them."""

    WHEN = "which date would still be in time for you?"
    CONDITION = "when exactly is it needed, and who says so?"
    HOW_MUCH = "how much or how often would be enough for you? A number and its unit help."
    HOW_GOOD = "by what would everybody see that it is good enough?"
    ALL = "what can you say already? One sentence is enough."


_ANYWHERE: Mapping[Leaves, str] = {
    Leaves.WHEN: (
        "asap | as soon as possible | as quickly as possible | as early as possible | as fast as possible | soon | "
        "shortly | quickly | promptly | timely | in time | on time | in due course | in the near future | "
        "at short notice"
        " | so schnell wie möglich | so bald wie möglich | schnellstmöglich | möglichst schnell | baldmöglichst | "
        "bald | zeitnah | rechtzeitig | kurzfristig"
        " | jak najszybciej | jak najprędzej | możliwie szybko | wkrótce | niedługo | niebawem | szybko | na czas"
    ),
    Leaves.CONDITION: (
        "as needed | as required | as necessary | if needed | if required | if necessary | when needed | if possible | "
        "where possible | whenever possible | as appropriate | where appropriate | on demand | depends | it depends"
        " | bei bedarf | nach bedarf | falls nötig | wenn nötig | wenn möglich | falls möglich | je nachdem"
        " | w razie potrzeby | według potrzeb | jeśli trzeba | jeśli to możliwe | w miarę możliwości | to zależy"
    ),
    Leaves.HOW_MUCH: (
        "regularly | from time to time | as much as possible | as many as possible | as little as possible | "
        "as often as possible | a reasonable amount | reasonable | sufficient | adequate | significantly | considerably"
        " | regelmäßig | ab und zu | so viel wie möglich | so wenig wie möglich | ausreichend | angemessen | deutlich"
        " | regularnie | od czasu do czasu | jak najwięcej | jak najmniej | wystarczająco | odpowiednio | znacznie"
    ),
    Leaves.HOW_GOOD: (
        "high quality | good quality | best quality | top quality | better quality | as good as possible | "
        "state of the art | best practice | user friendly | easy to use | smooth | smoothly | properly | robust | "
        "world class | well enough"
        " | hohe qualität | gute qualität | beste qualität | so gut wie möglich | stand der technik | "
        "benutzerfreundlich | reibungslos | ordentlich"
        " | wysoka jakość | wysokiej jakości | dobra jakość | dobrej jakości | jak najlepiej | płynnie | porządnie"
    ),
    Leaves.ALL: (
        "tbd | tba | tbc | to be defined | to be decided | to be determined | to be confirmed | to be agreed"
        " | noch offen | noch zu klären | zu klären | do ustalenia | do uzgodnienia"
    ),
}
_ALONE = (
    "na | n a | none | nothing | ok | okay | yes | no | maybe | good | fine | all good | "
    "later | test | xxx | x | idk | dont know | don t know | i don t know | not sure | no idea | unknown | see above | "
    "as above | as discussed | as agreed | same | the same | as usual | as always | whatever | anything | everything | "
    "keine | nichts | ja | nein | offen | später | gut | keine ahnung | weiß nicht | wie besprochen | siehe oben | k a"
    " | brak | nic | tak | nie | nie wiem | później | dobrze | jak wyżej | jak zwykle | bez zmian"
)
_NEUTRAL = "as soon as | not soon | so bald"
"""They begin like a vague phrase, but what follows them says what is meant."""

Key = tuple[str, ...]


def _keys(words: str) -> Iterator[Key]:
    for phrase in words.split("|"):
        yield tuple(name_key(word) for word in phrase.split())


ANYWHERE: Mapping[Key, Leaves | None] = {
    **{key: leaves for leaves, words in _ANYWHERE.items() for key in _keys(words)},
    **dict.fromkeys(_keys(_NEUTRAL)),
}
ALONE = frozenset(_keys(_ALONE))
LONGEST = max(map(len, ANYWHERE))

_DAYS = (
    "january | february | march | april | june | july | august | september | october | november | december | "
    "monday | tuesday | wednesday | thursday | friday | saturday | sunday"
    " | januar | februar | märz | mai | juni | juli | oktober | dezember | "
    "montag | dienstag | mittwoch | donnerstag | freitag | samstag | sonntag"
    " | stycznia | lutego | marca | kwietnia | maja | czerwca | lipca | sierpnia | września | października | "
    "listopada | grudnia | poniedziałek | wtorek | środa | czwartek | piątek | sobota | niedziela"
)
CONCRETE = frozenset(key for (key,) in _keys(_DAYS))
"""Where one of these stands, or a digit, somebody has said what they mean. "May" is more often a verb."""
