/** Given names, surnames, streets, places: as people of many countries write them. */
import { lines, words } from "../lib/grammar.ts";

export const GIVEN_NAMES = words`
  James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Emma Liam Olivia Noah
  Sophie Jack Amelia Harry Isla George Ava Arthur Mia Oscar Grace Freddie Lily Archie Sinéad Siobhán Niamh Aoife Seán Ciarán Pádraig Máire Eoin Róisín Gráinne
  María José Antonio Carmen Manuel Josefa Francisco Isabel Juan Dolores Javier Pilar Jesús Ángel Mercedes Ramón Concepción Rubén Óscar Íñigo Begoña Nuria Lucía Martín Sofía Iván Raúl Adrián Álvaro Inés
  Verónica Mónica Rocío Andrés Joaquín Agustín Belén Encarnación Montserrat Jordi Núria Aitor Ainhoa Xavier João Ana Rui Inês Luís Conceição Tiago Beatriz Gonçalo Catarina Paulo Márcia Thaís Vinícius
  Jean Marie Pierre Jeanne Michel Françoise Éric Hélène René Chloé François Élodie Jérôme Zoé Loïc Anaïs Gaël Noémie Benoît Maëlle Stéphane Céline Aurélie Jean-Pierre Marie-Claire Anne-Sophie Jean-Luc
  Hans Ursula Jürgen Günther Käthe Jörg Björn Sören Annemarie Karl-Heinz Hans-Peter Heike Uwe Dörte Matthias Sabine Wolfgang Brigitte Klaus Petra Lukas Leonie Maximilian Frieda Götz Jens Anke
  Giovanni Giulia Francesco Chiara Alessandro Niccolò Nicolò Beatrice Lorenzo Ginevra Matteo Aurora Marco Federica Salvatore Concetta Piet Jan Willem Sanne Daan Fleur Maaike Joost Anneke Pieter-Jan
  Erik Åsa Göran Märta Lars Ingrid Øyvind Kjersti Søren Mette Bjørn Håkon Solveig Jukka Päivi Väinö Kaisa Mika Aino Þór Guðrún Jón Sigríður Piotr Małgorzata Łukasz Zofia Stanisław Agnieszka Wojciech Jiří Tomáš Kateřina
  Zdeněk Lenka Ondřej Žofie Željko Đorđe Ivana Dragan Milica Attila Zoltán Erzsébet Gábor Ágnes István Márta Ioana Ștefan Mihai Răzvan Ana-Maria Dimitris Eleni Giorgos Katerina Ahmet Ayşe Mehmet Fatma Çağla Gökhan Özlem İbrahim
  Иван Мария Сергей Наталья Александр Ольга Дмитрий Елена Олександр Тетяна Γιώργος Μαρία Mohammed Fatima Ali Aisha Youssef Leila Omar Khadija Nasser al-Din Abdul-Rahman محمد فاطمة أحمد Chaim Rivka Moshe Yael דוד שרה
  Wei Li Fang Xiuying Na Min Jing Qiang Lei Yang 伟 芳 娜 敏 静 磊 Hiroshi Yuki Sakura Haruto Aoi 太郎 花子 健太 美咲 Min-jun Seo-yeon Ji-woo 민준 서연 Nguyen Linh Minh Phương Anh Dũng Thị Hương Raj Priya Amit Deepika Sanjay Lakshmi Arjun Ananya Rohan
  Chukwuemeka Ngozi Oluwaseun Adaeze Kwame Ama Thabo Nomvula Sipho Zanele Kofi Abena Tendai Chipo Juma Amina La'Shawn D'Andre Ke'Shawn Ja'Marcus Ne'Vaeh T'Challa Mary-Jane Billy-Joe Anne-Marie Xóchitl Itzel Yolotl Ñusta`;

export const SURNAMES = words`
  Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson
  Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Drop Union Table Case Null Script Root Shell Cat Bash Order Key Price Banks Church Field House Love Page Wall
  O'Brien O'Connor O'Neill O'Reilly O'Sullivan O'Hara O'Malley O'Keefe O'Leary O'Donnell O'Shea O'Toole D'Angelo D'Amico D'Souza D'Arcy D'Alessandro Dell'Acqua Dall'Orto L'Heureux N'Diaye M'Bala Ka'ana'ana Mac'Donald 't-Hart O'Dowd O'Rourke D'Agostino
  MacDonald McDonald McCarthy McGregor MacLeod FitzGerald St.John St-Pierre Smith-Jones Lloyd-Webber Bonham-Carter Parker-Bowles Taylor-Joy García-Márquez López-Alonso Sánchez-Vicario Müller-Lüdenscheidt Dupont-Aignan
  García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Suárez Molina Ortega Delgado
  Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Gallego Vidal León Herrera Márquez Peña Calvo Campos Vega Fuentes Carrasco Diez Cabrera Nieto Aguilar Pascual
  Santana Herrero Lorenzo Montero Hidalgo Giménez Ibáñez Ferrer Durán Vicente Benítez Arias Vargas Carmona Crespo Pastor Sáez Velasco Soler Esteban Parra Bravo Gallardo Rojas Pons Bosch Puig Etxeberria Goikoetxea Ybáñez Zubizarreta Peñalver Ñíguez
  Silva Sousa Ferreira Pereira Costa Oliveira Gonçalves Magalhães Guimarães Araújo Conceição Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Groß Weiß Köhler Jäger
  Dubois Lefèvre Moreau Girard Bonnet François Mercier Dupont Lambert Fontaine Rousseau Chevalier Gauthier Legrand Garnier Lemoine Béranger Hébert Côté Gagné Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano
  Jansen Bakker Visser Smit Mulder Hansen Johansen Olsen Larsen Andersen Nilsson Ødegård Åkesson Bjørnson Østergaard Søndergaard Korhonen Virtanen Mäkinen Nieminen Hämäläinen Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Novák Svoboda Novotný Dvořák Černý
  Horváth Kovács Szabó Nagy Tóth Popescu Ionescu Ștefănescu Papadopoulos Yılmaz Şahin Çelik Öztürk Kılıç Иванов Смирнов Кузнецов Попова Шевченко Al-Farsi El-Sayed bin_Laden Ben-Gurion Cohen Levi Nguyễn Trần Lê Phạm Wang Li Zhang Liu Chen 王 李 张 刘
  Sato Suzuki Takahashi Tanaka 佐藤 鈴木 Kim Park Choi 김 박 Singh Kumar Sharma Patel Khan Gupta Okafor Adeyemi Mensah Nkosi Dlamini van_der_Berg van_den_Heuvel de_la_Cruz de_la_Fuente von_Trapp del_Río da_Silva dos_Santos di_Stefano le_Roux du_Plessis`.map(
  (name) => name.replaceAll("_", " "),
);

export const CITIES = lines`
  New York
  Los Angeles
  London
  Paris
  Madrid
  Barcelona
  Valladolid
  A Coruña
  San Sebastián
  L'Hospitalet de Llobregat
  Sant Cugat del Vallès
  Alcalá de Henares
  Cáceres
  Córdoba
  Logroño
  Vitoria-Gasteiz
  Palma de Mallorca
  Santa Cruz de Tenerife
  Las Palmas de Gran Canaria
  Castelló de la Plana
  Jerez de la Frontera
  La Seu d'Urgell
  Vilanova i la Geltrú
  El Puerto de Santa María
  Villanueva y Geltrú
  Berlin
  München
  Köln
  Düsseldorf
  Frankfurt am Main
  Zürich
  St. Gallen
  Genève
  Wien
  Graz
  Val-d'Oise
  L'Aquila
  Reggio nell'Emilia
  Forlì
  São Paulo
  Niterói
  Ribeirão Preto
  Lisboa
  Vila Nova de Gaia
  Łódź
  Kraków
  Gdańsk
  Brno
  České Budějovice
  Malmö
  Göteborg
  Jyväskylä
  Tromsø
  København
  Århus
  's-Hertogenbosch
  Den Haag
  Coeur d'Alene
  Martha's Vineyard
  O'Fallon
  St. John's
  Winston-Salem
  Washington, D.C.
  Stratford-upon-Avon
  King's Lynn
  Bishop's Stortford
  Newcastle upon Tyne
  Saint-Étienne
  Villeneuve-d'Ascq
  Aix-en-Provence
  Montréal
  Trois-Rivières
  Ciudad de México
  Bogotá
  Medellín
  Asunción
  Córdoba, Argentina
  Truth or Consequences
  İstanbul
  Москва
  Санкт-Петербург
  Київ
  Αθήνα
  東京
  大阪
  北京
  上海
  서울
  Hồ Chí Minh
  Đà Nẵng
  القاهرة
  Tel Aviv-Yafo
  Mumbai
  Bengaluru
  Nairobi
  Cape Town
  Sydney
  Nuku'alofa
  Ho'okena
  Union City
  Table Rock
  Cascais
  Almería
  Ávila`;

export const STREETS = lines`
  «num» «surname» «Street|St|St.|Ave|Avenue|Road|Rd|Lane|Drive|Blvd|Court|Way|Place»«|, Apt «num»|, Apt. «num»«L»|, Suite «num»| #«num»|, Unit «L»| Floor «d»»
  «num» «N|S|E|W|North|West» «ord» «St|Avenue|Street»«|, Apt #«num»»
  Calle «de la |de |del |»«surname»«,| nº| Nº|»«_»«num»«|, «d»º «L»|, «d»«l»| «d»-«L»|, piso «d», puerta «d»|, bajo|, Esc. «L», «d»º Izq.|, portal «d»»
  C/ «surname»«,|»«_»«num»«|, «d»º«L»|-«d»º «L»| bajo «L»| «d» «l»»
  «Avda.|Avenida|Av.|Avda» «de |de la |del |»«surname»«, |_»«num»«|, «d»º «d»ª| «d»-«l»|, local «d»»
  «Plaza|Pl.|Pza.|Paseo|Pº|Ronda|Travesía|Camino|Glorieta|Ctra.|Carrer|Rúa|Rambla|Passeig|Urbanización|Polígono» «de |del |dels |de l'|»«surname»«, |_»«num»«|, s/n|, «d» «d»»
  «surname»«straße|strasse|str.|weg|platz|gasse|allee» «num»«|«l»|/«d»| - «d»»
  Am «surname»«weg|platz» «num»
  «num»«|bis| ter|,» «rue|avenue|boulevard|chemin|allée|impasse|place|quai» «de |de la |du |des |de l'|d'|»«surname»
  Via «surname»«,|»«_»«num»«|/«L»| int. «d»»
  Piazza «dell'|della |del |»«surname»«,|»«_»«num»
  Rua «da |do |dos |de |»«surname», «num»«| - «d»º «L»|, apto «num»| - Bloco «L»»
  «surname»«straat|laan|plein|gracht|kade» «num»«|-«d»|«L»| hs»
  «surname»«gatan|vägen|gade|vej|veien|katu|tie» «num»«| «L»| «d» tr»
  ul. «surname»«a|skiego|iej|» «num»«/«num»|m. «d»|»
  «surname» u. «num»«| «d». em. «d»»
  «surname» «Sokak|Cad.|Mah.» No:«num»«/«d»| D:«d»»
  ул. «surname», д. «num», кв. «num»
  PO Box «num»
  P.O. Box «num»
  Apartado de Correos «num»
  Postfach «num»
  The Old «surname»'s «Cottage|Mill|House|Barn», «num» High Street
  «surname»'s «Farm|Yard|Mews|Row»
  Flat «num», «num» «surname» «Road|Gardens|Terrace|Crescent|Close»
  «num»/«num» «surname» Nagar, Sector «d»
  〒«d»«d»«d»-«num» 東京都渋谷区«d»-«d»-«d»
  Edificio «surname», planta «d», oficina «num»
  Finca «surname» s/n
  Rr «d» Box «num»
  km «d».«d» Hwy «num»`;

export const COMPANIES = lines`
  «surname» & «surname»
  «surname» & Sons
  «surname», «surname» & «surname» LLP
  «surname» «Inc.|Ltd|LLC|GmbH|GmbH & Co. KG|S.A.|S.L.|SARL|S.p.A.|B.V.|AG|Corp.|Pty Ltd|Oy|AB|A/S|S.r.l.|Lda.|Sp. z o.o.|s.r.o.»
  «surname»'s «Pizza|Bakery|Bikes|Cafe|Garage|Books|Diner|Flowers»
  Hermanos «surname», S.L.
  «surname» e Hijos
  «surname» y Asociados
  AT&T
  H&M
  Marks & Spencer
  Barnes & Noble
  Johnson & Johnson
  Procter & Gamble
  Ben & Jerry's
  McDonald's
  L'Oréal
  Yahoo!
  Toys "R" Us
  P&O
  C&A
  B&Q
  Ernst & Young
  M&M's
  Dunkin' Donuts
  Levi's
  Kellogg's
  7-Eleven
  3M
  Tesco PLC
  Black+Decker
  Procter&Gamble
  A.P. Møller-Mærsk
  Société Générale
  Nestlé
  Häagen-Dazs
  Citroën
  Škoda
  Telefónica
  El Corte Inglés
  Peek & Cloppenburg
  Q&A Ltd
  R&D Labs
  Drop Table Tennis Club
  Union Pacific
  Select Comfort
  Exec & Partners`;
