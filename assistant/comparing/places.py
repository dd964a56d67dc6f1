"""The cities and countries that a sentence names as the place of what it tells, as values that can be compared."""

from __future__ import annotations

import re

from index import Span

# Cities of a million people or capitals, and states; a place of neither list may lie within any other.
CITY_NAMES = (
    "Abidjan|Abu Dhabi|Abuja|Accra|Addis Ababa|Ahmedabad|Aleppo|Alexandria|Algiers|Almaty|Amman|Amsterdam|Ankara"
    "|Antananarivo|Ashgabat|Asmara|Astana|Asuncion|Athens|Atlanta|Auckland|Baghdad|Baku|Bamako|Bangalore|Bangkok"
    "|Bangui|Banjul|Barcelona|Basra|Beijing|Beirut|Belfast|Belgrade|Berlin|Bern|Birmingham|Bishkek|Bissau|Bogota"
    "|Bordeaux|Boston|Brasilia|Bratislava|Brazzaville|Brisbane|Brussels|Bucharest|Budapest|Buenos Aires|Bujumbura"
    "|Cairo|Canberra|Cape Town|Caracas|Casablanca|Chengdu|Chennai|Chicago|Chisinau|Cologne|Colombo|Conakry"
    "|Copenhagen|Cork|Dakar|Dallas|Damascus|Dar es Salaam|Delhi|Denver|Detroit|Dhaka|Djibouti City|Dodoma|Doha"
    "|Dresden|Dubai|Dublin|Durban|Dushanbe|Edinburgh|Florence|Frankfurt|Freetown|Gaborone|Geneva|Genoa|Glasgow"
    "|Guangzhou|Hamburg|Hanoi|Harare|Havana|Helsinki|Hiroshima|Ho Chi Minh City|Houston|Hyderabad|Islamabad"
    "|Istanbul|Jakarta|Jeddah|Jerusalem|Johannesburg|Juba|Kabul|Kampala|Karachi|Kathmandu|Khartoum|Kigali"
    "|Kingston|Kinshasa|Kolkata|Krakow|Kuala Lumpur|Kyiv|Kyoto|Lagos|Lahore|La Paz|Leipzig|Libreville|Lilongwe"
    "|Lima|Lisbon|Liverpool|Ljubljana|Lome|London|Los Angeles|Luanda|Lusaka|Lviv|Lyon|Madrid|Malabo|Managua"
    "|Manama|Manchester|Manila|Maputo|Marrakesh|Marseille|Mecca|Medellin|Melbourne|Mexico City|Miami|Milan|Minsk"
    "|Mogadishu|Monrovia|Monterrey|Montevideo|Montreal|Moscow|Mumbai|Munich|Muscat|Nagoya|Nairobi|Nanjing|Naples"
    "|Nassau|Naypyidaw|New Delhi|New Orleans|New York|Niamey|Nicosia|Nouakchott|Odesa|Osaka|Oslo|Ottawa"
    "|Ouagadougou|Palermo|Panama City|Paris|Perth|Philadelphia|Phnom Penh|Phoenix|Podgorica|Port-au-Prince|Porto"
    "|Prague|Pretoria|Pristina|Pyongyang|Quebec City|Quito|Rabat|Ramallah|Reykjavik|Riga|Rio de Janeiro|Riyadh"
    "|Rome|Rotterdam|San Diego|San Francisco|San Jose|San Salvador|Sanaa|Santiago|Santo Domingo|Sao Paulo|Sapporo"
    "|Sarajevo|Seattle|Seoul|Seville|Shanghai|Shenzhen|Skopje|Sofia|St Petersburg|Stockholm|Strasbourg|Stuttgart"
    "|Sydney|Taipei|Tallinn|Tashkent|Tbilisi|Tehran|Tel Aviv|The Hague|Thessaloniki|Tirana|Tokyo|Toronto|Toulouse"
    "|Tripoli|Tunis|Turin|Ulaanbaatar|Valencia|Vancouver|Venice|Vienna|Vientiane|Vilnius|Warsaw|Wellington"
    "|Windhoek|Wuhan|Yangon|Yaounde|Yerevan|Zagreb|Zurich"
)
CITIES = frozenset(CITY_NAMES.split("|"))
STATE_NAMES = (
    "Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Belarus"
    "|Belgium|Benin|Bolivia|Bosnia|Botswana|Brazil|Britain|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada"
    "|Chad|Chile|China|Colombia|Croatia|Cuba|Cyprus|Denmark|Ecuador|Egypt|Eritrea|Estonia|Ethiopia|Finland|France"
    "|Gabon|Gambia|Germany|Ghana|Greece|Guatemala|Guinea|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq"
    "|Ireland|Israel|Italy|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon"
    "|Liberia|Libya|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania|Mexico|Moldova|Mongolia"
    "|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria"
    "|North Korea|North Macedonia|Norway|Oman|Pakistan|Panama|Paraguay|Peru|Philippines|Poland|Portugal|Qatar"
    "|Romania|Russia|Rwanda|Saudi Arabia|Senegal|Serbia|Sierra Leone|Slovakia|Slovenia|Somalia|South Africa"
    "|South Korea|South Sudan|Spain|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand"
    "|Togo|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|Uruguay|Uzbekistan|Venezuela|Vietnam|Yemen|Zambia|Zimbabwe"
)
STATES = frozenset(STATE_NAMES.split("|"))
PLACE = "|".join(sorted(map(re.escape, CITIES | STATES), key=len, reverse=True))
# "In Geneva", and "Geneva hosted"; what follows a place with no more than a blank may be the rest of another name.
WHERE = re.compile(
    rf"\b[Ii]n\s+(?:the\s+)?(?P<within>{PLACE})\b(?!['’-]|\s[A-Z])|\b(?P<host>{PLACE})\s(?:will\shost|hosts|hosted)\b"
)


def places(sentence: str) -> list[tuple[Span, str]]:
    """Return the cities and states in which `sentence` says that something is, in order."""
    return [
        (Span(*match.span(match.lastgroup or 0)), match[match.lastgroup or 0]) for match in WHERE.finditer(sentence)
    ]


def are_alike(one: str, other: str) -> bool:
    """Tell whether both are cities or both are states, so that one does not lie within the other."""
    return (one in CITIES) == (other in CITIES)
