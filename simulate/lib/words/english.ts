/** Everyday English for slugs, titles, product names, queries and messages. */
const split = (text: string): readonly string[] => text.trim().split(/\s+/);

export const NOUNS = split(`
account adapter address agenda album alert anchor apple archive arrow article artist atlas audio autumn badge bag
balance banner barrel basket battery beach bean bear bed bell belt bench bicycle bird blanket block board boat body
book boots border bottle bowl box branch brass bread bridge broker brush bucket budget builder building bundle button
cabin cable cake calendar camera camp candle canvas card career carpet case castle cat category cell center chain chair
change channel chapter charge chart cheese chef child choice circle city class client climate clock cloud club coast
coat code coffee coin collar color column comment community company compass concert contact content contract cooking
copper corner cotton country course cover craft cream credit crew crop cross crown culture cup curtain curve customer
cycle dance data date dawn deal debate delivery desert design desk detail device diary dinner direction discount
display distance doctor document dog door draft drawer dream dress drill drink drive driver drum dust eagle earth
edge editor education egg engine entry equipment error estate event example exhibit experience expert eye fabric
factory family farm fashion feature feedback fence festival field figure file film filter finance fire fish flag flash
flight floor flower folder food forest form format forum frame friend fruit function furniture future gallery game
garage garden gate gift glass glove goal gold grain graph grass grid group guide guitar habit hall hammer hand handle
harbor hat health heart heat hill history holiday home honey hook horse hospital hotel hour house ice idea image index
industry inn insurance interview invoice island item jacket jar jewel job journal journey juice jungle kettle key
kitchen kite knife label ladder lake lamp land language laptop laser launch law layer leader leaf league leather lecture
legend lemon lens lesson letter level library license light line link list loan location lock logo love luggage lunch
machine magazine magnet mail manager manual map marble market mask master match material matter meal meaning measure
meat medal media member memory menu message metal method milk mind mirror model module moment money monitor month moon
morning motor mountain mouse movie museum music nation nature needle network news night noise north note notebook novel
number nurse object ocean offer office oil onion opera option orange orchard order organ origin oven owner package page
paint pair palace pan panel paper parent park part partner party passage passport pasta patch path patient pattern
payment peace pearl pen pencil people pepper period permit person phone photo piano picture piece pillow pilot pine pipe
place plan planet plant plate platform player pocket podcast poem point policy pool portrait post poster potato powder
practice price print privacy prize problem process produce product profile program project proof property protein
public purpose purse quality quarter question queue quilt radio rail rain range rate reader reason receipt recipe record
reform region release rent repair report request research resource response rest result return review reward rice ride
ring river road robot rock role roof room root rope rose route rule runner sailor salad sale salt sample sand sauce
scale scarf scene schedule school science score screen script sea search season seat second secret section security seed
series server service session set shade shape share sheet shelf shell ship shirt shoe shop shore show shower sign signal
silk silver singer site size skill skin sky sleep slide smile snow soap social sock sofa software soil solution song
sound soup source space speaker speech speed spice spirit spoon sport spot spring square stage staff stair stamp star
start state station statue steam steel step stock stone storage store storm story stove strategy stream street string
student studio style subject sugar suit summer sun supply support surface survey sweater swim switch symbol system table
tag tail talk tank tape target task taste tax tea teacher team technology temple tent term test text texture theater
theme theory thread ticket tide tiger tile timber time tip title toast token tomato tool tooth topic torch tour towel
tower town toy track trade tradition traffic trail train training transfer travel tray tree trend trip truck trust tube
tunnel turtle tutorial twin type umbrella union unit update upload user vacation valley value van vegetable vehicle vendor
version video view village violin vision visit voice volume wagon wall wallet war warehouse watch water wave weather web
wedding week weight welcome wheel whistle wind window wine wing winter wire wolf wood wool word work workshop world
writer yard year yoga zebra zone`);

export const ADJECTIVES = split(`
active advanced amazing ancient annual automatic basic beautiful best better big bitter black blue bold brave brief
bright broken brown busy calm cheap classic clean clear clever cold common compact complete complex cool creative curious
custom daily dark deep digital direct double dry dynamic early eastern easy elegant empty endless essential exact extra
fair famous fancy fast final fine first fit flat flexible foreign formal free fresh friendly full funny gentle giant
global golden good grand gray great green handmade happy hard healthy heavy hidden high historic hot huge human hybrid
ideal important independent indoor inner internal international italian japanese junior kind large last late latest lazy
legal light limited linen little local long loose loud low lucky magic main major manual massive mature mechanical medical
mini minor mobile modern monthly moving multiple narrow national natural new next nice noisy nordic normal northern
official old online open optional orange organic original outdoor oval personal physical pink plain plastic polite poor
popular portable practical premium pretty private professional proud pure purple quick quiet random rapid rare raw ready
real recent red regional regular related remote rich right rough round royal rural safe scientific seasonal secure senior
serious sharp shiny short silent silver simple single slim slow small smart smooth social soft solar solid southern
special square stable standard steady sticky strange strict strong sunny super sure sweet swift tall technical temporary
thick thin tiny top total traditional tropical true typical ultimate unique universal upper urban useful usual valid
vegan vertical vintage visual vital warm waterproof weekly western wet white whole wide wild wireless wise wooden yellow
young`);

export const VERBS = split(`
accept add adjust allow answer apply arrange ask assign attach avoid bake become begin bring build buy calculate call
cancel carry change check choose clean clear close collect combine compare compute confirm connect contact convert cook
copy correct count create cut decide define delete deliver deploy describe detect develop discover discuss display divide
download draw dry edit enable enter estimate evaluate examine execute exit expand explain export extend extract fetch
fill filter find finish fix fold follow forget generate get give grow handle help hide hold import improve include
increase insert install invite join keep know launch learn leave limit link list listen load lock look lose make manage
measure meet merge migrate mix modify monitor move need notify offer open order organize pack paint pass pause pay perform
pick plan plant play post predict prepare present press prevent print process protect provide publish pull push put query
raise read receive record recover reduce refresh register reject release remove rename renew repair repeat replace reply
request reserve reset resize resolve restart restore return review rewrite rotate run save scan schedule search select
sell send separate serve set share show sign sleep solve sort split start stop store submit subscribe switch sync take
talk teach test track train transfer translate travel trigger try turn update upgrade upload use validate verify view
visit wait walk wash watch wear win work wrap write`);

export const SMALL_WORDS = split(
  "a the of in on at to for from with without by and or not vs as is are be can do does how what when where which why who your my our this that all any more most no only new about after before between into over under",
);
