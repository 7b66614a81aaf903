/** Words and sentence frames for search queries, titles, messages. */
import { lines, words } from "../lib/grammar.ts";

export const NOUNS = words`
  house car garden kitchen table chair lamp shoes jacket phone laptop camera book recipe cake bread cheese wine coffee tea dog cat horse bird fish tree flower river mountain beach island city village
  station train bus plane ticket hotel flight restaurant bar club school university course exam job career salary tax insurance bank loan mortgage credit card doctor dentist hospital medicine vitamin
  football tennis golf ski bike race team player coach game console guitar piano song album concert movie series actor theatre museum painting photo frame printer ink paper pen battery charger cable
  screen keyboard mouse router server cloud backup password email calendar contract invoice receipt refund delivery parcel warehouse shelf drawer window door roof floor wall paint tile pump engine
  wheel tyre brake oil filter mirror seat belt helmet glove boot sock shirt dress skirt hat scarf ring watch necklace perfume cream soap towel blanket pillow mattress sofa curtain carpet fridge oven
  dishwasher kettle toaster knife fork spoon plate cup bottle glass bowl basket bag suitcase wallet umbrella tent rope ladder hammer drill saw screw nail bolt nut sensor cell tissue protein gene vaccine
  script shell root union select order drop column index key value cursor trigger view group row field schema function alert event handler frame object element form input image link object style body head
  cookie session token admin user account login system command process kernel host port socket ping trace path file directory log config version update patch release bug issue ticket`;

export const ADJECTIVES = words`
  best cheap new used red blue green black white small large big tiny long short old modern vintage wireless electric organic natural vegan gluten-free waterproof portable foldable wooden steel plastic leather
  cotton silk outdoor indoor kids' men's women's baby's professional beginner advanced free online local national european japanese italian french german spanish easy quick simple healthy spicy sweet
  fresh frozen second-hand refurbished open closed public private urgent daily weekly monthly annual final special limited exclusive smart silent fast slow heavy light soft hard double single 3-in-1 half-price`;

export const VERBS = words`
  buy sell rent repair clean cook bake install remove replace update reset find learn teach write read draw paint build design plan book cancel change compare choose select order drop insert delete create alter
  join unite group sort execute run kill sleep wait grant load load copy move rename sign print scan send receive track return refund exchange register download upload convert calculate measure translate fix`;

export const QUERIES = lines`
  how to «verb» «a» «noun»
  how to «verb» «a» «noun» «without|with|for|in|from|after|before» «a» «noun»
  how do I «verb» my «noun»?
  what is «a» «noun»
  what's the difference between «noun» and «noun»?
  why does my «noun» «verb» when I «verb» it?
  «adj» «noun»
  «adj» «noun»
  «adj» «noun» «noun»
  «adj» «noun» for «adj» «noun»
  «adj» «noun» near me
  «adj» «noun» under «n»€
  «adj» «noun» < «n» euros
  «noun» vs «noun»
  «noun» or «noun»
  «noun» and «noun»
  «noun» and/or «noun»
  «noun» & «noun»
  «noun» + «noun»
  «noun» -«noun»
  "«adj» «noun»" «noun»
  "«noun» «noun»"
  '«adj» «noun»'
  «noun» «n»
  «noun» #«n»
  «n» «noun»s
  «n»% off «adj» «noun»
  «noun» reviews «year»
  «noun» (used)
  «noun» [«adj»]
  «noun»: «adj» or «adj»?
  is «a» «noun» «adj»?
  can I «verb» «a» «noun» online?
  can't «verb» «noun»
  don't «verb» the «noun»!
  I'd like to «verb» «a» «adj» «noun», please
  where can I «verb» «adj» «noun»s in «city»?
  when is the «noun» open?
  «noun» for sale in «city»
  «noun» «city»
  «city» to «city» «train|flight|bus|flights|map|distance»
  select a «noun»
  select «adj» «noun» from «city»
  please select one
  select all «noun»s
  union «station|jack|square|jobs|members|of «noun»s»
  drop in «table tennis|yoga|class|«noun»»
  drop off «noun»
  insert «noun» into «noun»
  delete «noun» from «noun»
  order by «phone|mail|friday|date|price|noon|«noun»»
  where «noun» meets «noun»
  from «noun» to «noun»
  create «noun» account
  update «noun» settings
  group by «adj» «noun»
  having «a» «adj» «noun»
  table for «n» at «n»
  case «n»: when the «noun» is «adj»
  alter ego
  alert «noun»
  «noun» script
  script for «a» «adj» «movie|play|«noun»»
  cat «food|litter|toys|«noun»»
  «noun» like «noun»
  sleep «tight|apnea|tracker|well|for «n» hours|train to «city»»
  wait for «noun» delay
  exec «chef|assistant|committee|summary»
  root «canal|beer|vegetables|«noun»»
  bash «brothers|street|birthday bash»
  null «island|hypothesis|result»
  shell «station|gas|pasta|necklace»
  «noun» char «grill|siu|lotte»
  john or jane
  rock & roll
  rock 'n' roll
  fish & chips
  R&B «noun»
  Q&A
  «noun» «n»/«n»
  «n»x«n» «noun»
  «n»" «noun»
  «n» x «n» cm
  5'«n»" «noun»
  «n»' x «n»' «noun»
  «noun» (size: «XL|M|L|S|42|EU 39»)
  «noun» =)
  «noun» :-)
  C++ «noun»
  C# «noun» tutorial
  .NET «noun»
  node.js «noun»
  e=mc2
  top «n» «noun»s of «year»
  «noun»; «noun»; «noun»
  «noun», «noun», «noun»
  «noun»|«noun»
  the «noun»'s «noun»
  «noun»s' «noun»
  it's «adj»
  «verb»ing «noun»s
  «noun»…
  «noun» *«adj»*
  «noun»?
  «noun»!!!
  «noun» @ «city»
  $«n» «noun»
  £«n».99 «noun»
  «noun» 50/50
  24/7 «noun»
  how much is «n» + «n»
  «n» * «n»
  «n»-«n»
  «n» - «n» = «n»
  «surname» «noun»
  «surname»'s «noun»
  «given» «surname» «noun»
  «surname» and «surname» «year»
  «surname» et al. «year»`;

export const FOREIGN = lines`
  cómo «limpiar|arreglar|comprar|hacer|elegir|cambiar» «un|una|el|la» «casa|coche|ordenador|teléfono|lavadora|tortilla|contraseña|cuenta|mesa»
  «mejores|ofertas de|precio|opiniones|comprar|alquiler de» «hoteles|vuelos|zapatos|móviles|coches|pisos|jamón ibérico|vino tinto|queso manchego|aceite de oliva» «en «city»|baratos|online|«year»|»
  ¿qué es «un|una|el|la» «hipoteca|seguro|autónomo|algoritmo|unión europea|orden»?
  ¿dónde está «city»?
  ¿cuánto cuesta «un|una» «entrada|billete|café|coche» en «city»?
  ¡feliz «año nuevo|cumpleaños|navidad»!
  añadir al carrito
  vino «tinto|blanco|rosado» «Rioja|Ribera del Duero|Rueda|Albariño|de la casa»
  Jamón «Ibérico|serrano|de bellota|de Teruel»
  seleccione una opción
  unión de «consumidores|actores|ciudadanos»
  artículo «n» de la ley «n»/«year»
  niño pequeño
  más información sobre «pensiones|becas|el IVA|la declaración de la renta»
  wie «repariere|koche|finde|lösche|installiere» ich «einen|eine|ein|mein» «Fahrrad|Auto|Suppe|Konto|Drucker|Wohnung»?
  «günstige|beste|neue|gebrauchte» «Fahrräder|Schuhe|Möbel|Handys|Wohnungen|Küche|Gartenstühle» «in «city»|für Anfänger|kaufen|Test «year»|bis «n» €»
  Öffnungszeiten «Rathaus|Apotheke|Bäckerei» «city»
  was heißt «noun» auf deutsch
  Straßenbahn & U-Bahn
  größer als «n» m²
  comment «réparer|choisir|faire|supprimer|acheter» «un|une|mon|l'» «vélo|voiture|gâteau|compte|appartement|ordinateur»
  qu'est-ce que «c'est|l'union européenne|l'amour|un «noun»» ?
  «prix|avis|location d'|achat d'» «appartement|une voiture|un vélo électrique» à «city»
  l'histoire de l'art
  aujourd'hui à «city»
  j'ai oublié mon mot de passe
  où est-ce qu'on mange à «city» ?
  «meilleur|meilleure» «recette|restaurant|film» «de l'année|d'été|pour débutants|»
  l'homme d'affaires
  dell'arte all'italiana
  com'è fatto «il|lo|l'» «pane|albero|orologio»
  «offerte|prezzo|dove comprare» «scarpe|un'auto|l'olio d'oliva|biciclette» a «city»
  un po' di «pane|storia|musica»
  perché l'acqua è «blu|salata|»?
  como «fazer|comprar|limpar|vender» «pão de queijo|um carro|bolo de cenoura|a casa»
  «promoção|preço|aluguel» de «celular|passagens aéreas|apartamentos» em «city»
  onde fica «city»?
  hoe «maak|vind|repareer» ik «een|mijn» «fiets|taart|rekening»
  's avonds en 's ochtends
  auto's te koop in «city»
  hur «lagar|köper|hittar» man «mat|en bil|bästa priset»
  jak «naprawić|kupić|zrobić|wybrać» «rower|samochód|ciasto|mieszkanie»
  jak «opravit|koupit|upéct» «kolo|auto|dort»
  hogyan kell «főzni|javítani» «gulyást|biciklit»
  cum să «repari|gătești» «o mașină|sarmale»
  «ucuz|en iyi|satılık» «telefon|araba|ev|ayakkabı» «İstanbul|Ankara|fiyatları|yorumları»
  nasıl «yapılır|gidilir|alınır»
  как «купить|починить|приготовить|выбрать» «велосипед|машину|борщ|телефон»
  «погода|цены|работа|квартира» в «Москве|Минске|Казани»
  що таке «кохання|програмування»
  πώς να «φτιάξω|αγοράσω» «ψωμί|αυτοκίνητο»
  «东京|上海|北京» «酒店|天气|美食|旅游»
  如何 «学习|购买|安装» «电脑|手机|软件»
  «ラーメン|寿司|カメラ|ホテル» «おすすめ|比較|東京|レシピ»
  «서울|부산» «날씨|맛집|호텔»
  «كيف|ما هو|أفضل» «الهاتف|الطبخ|فندق في دبي»
  «איך|מה» «לבשל|לקנות»
  «सबसे अच्छा|कैसे» «मोबाइल|बनाये»
  «วิธี|ราคา» «ทำอาหาร|โทรศัพท์»
  cách «nấu phở|mua nhà|học tiếng Anh»`;

export const SENTENCES = lines`
  «Hello|Hi|Dear team|Hola|Bonjour|Guten Tag», I'd like to «verb» the «noun» I bought on «month» «n». Thanks!
  Hi! My «noun» doesn't work; can you «verb» it? Regards, «given»
  The «noun» is «adj» & the «noun» is «adj». «n»/10 would «verb» again.
  I can't «verb» the «noun»: it says "«noun» not found" (error «n»).
  Great «noun»!!! 5 stars :)
  It's «adj», but the «noun»'s «noun» broke after «n» days...
  Order #«n»: where is my «noun»? I've been waiting since «month».
  We «verb» «noun»s - and we do it well - since «year».
  You'll «verb» it; I'm sure.
  If you «verb» the «noun», then the «noun» will «verb» (or not).
  «Note|NB|P.S.|FYI»: the «noun» closes at «n»:30pm, not «n»:00.
  «given» said: "«verb» the «noun» before «month»!"
  Size «n»" - fits a «n»-«n» cm «noun»; weight < «n» kg.
  Price: $«n».«n» (incl. «n»% VAT) / €«n»,- per «noun»
  Dear Mr. «surname», please select one of the options from the table below and update your «noun».
  Buenos días, quisiera información sobre «el|la» «pedido|factura|reserva» nº «n». Gracias, «given»
  No funciona «el|la» «página|enlace|formulario»; ¿me pueden ayudar? Un saludo.
  Sehr geehrte Damen und Herren, ich möchte meine «Bestellung|Rechnung» Nr. «n» stornieren.
  Bonjour, je n'ai pas reçu ma commande n°«n» d'hier. Merci d'avance !
  Buongiorno, vorrei un'informazione sull'ordine n. «n».
  I love this «noun» <3 <3
  Meet me @ «n»pm, ok? :-) ;)
  A «noun» > a «noun», always.
  tl;dr: «verb» it. 100% «adj».
  1) «verb» the «noun» 2) «verb» it again; 3) done
  - «noun» - «noun» - «noun»
  * «adj» «noun» * «adj» «noun»
  «noun»s, «noun»s and «noun»s; what's not to like?`;
