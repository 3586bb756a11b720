"""An invented cast: 26 organisations in three sectors around an estuary, and their people."""

from dataclasses import dataclass

HUB, ESTUARY = "T0HUBEXE1", "T0ESTUARY"
HOME, GENERAL = "C0EXEBAYX", "C0GENERAL"


@dataclass(frozen=True)
class Someone:
    """A person in Slack; the organisation is known here only."""

    user_id: str
    team_id: str
    name: str
    organisation: str
    sector: str
    tz: str = "Europe/London"
    bot: bool = False  # another app


_CAST = """
public|hub|Exe Bay Council|Amina Okafor, Ben Carter, Ruth Lacey
public|hub|Withy Library|Siân Prosser, Tom Adeyemi
public|hub|Saltmarsh Primary School|Gurpreet Gill, Helen Moyle
public|hub|Estuary Fire Station|Dan Whitlock
public|hub|Harbour Police Team|Leila Haddad, Mark Trevena
public|hub|Exe Bay College|Yusuf Demir, Jo Nankivell
public|estuary|Quayside Surgery|Dr Priya Raman, Owen Blake, Kezia Mensah
public|estuary|Bay View Hospital|Farah Aziz, Colin Dart
public|estuary|Community Nursing Team|Grace Oyelaran, Wendy Pascoe
voluntary|hub|Tideway Foodbank|Marek Nowak, Sheila Brand
voluntary|hub|Open Door Advice|Chloe Penhale, Idris Bevan
voluntary|hub|Exe Bay Volunteers|Nadia Rahman, Peter Squire, Lowenna Hicks
voluntary|hub|Rowan Tree Carers|Joyce Amankwah
voluntary|hub|Youth on the Water|Callum Reid, Tamsin Vear
voluntary|hub|Lantern Refugee Welcome|Samira Yousefi, Hugh Tolley
voluntary|hub|Men in Sheds Withy|Alan Rickard
voluntary|hub|Green Banks Trust|Ottilie Shaw, Femi Balogun
voluntary|estuary|Kind Minds|Rosie Chudley, Arjun Mehta
voluntary|estuary|Hospice at Home|Margaret Yeo
voluntary|estuary|Stroke Friends|Bill Sampford, Esi Owusu
private|hub|Bright & Daughters Builders|Carla Bright
private|hub|Pebble Design Studio|Noor Iqbal, Jack Furze
private|hub|Estuary Bus Company|Vikram Shah
private|hub|Corner Bakery|Elsie Marchant
private|estuary|Wharf Pharmacy|Hana Kobayashi, Neil Beer
private|estuary|Bay Dental|Sunita Patel
"""


def cast() -> list[Someone]:
    """Everyone, in a fixed order with fixed ids."""
    people: list[Someone] = []
    for line in _CAST.strip().splitlines():
        sector, where, organisation, names = line.split("|")
        team = HUB if where == "hub" else ESTUARY
        for name in names.split(", "):
            user_id = f"U0{len(people) + 1:03d}{'HUB' if where == 'hub' else 'EST'}"
            people.append(Someone(user_id, team, name, organisation, sector))
    return people
