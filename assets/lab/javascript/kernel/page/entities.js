"use strict";
// Character references.

// These need no semicolon.
const LEGACY =
  "lt:< gt:> amp:& quot:\" LT:< GT:> AMP:& QUOT:\" nbsp:\u00a0 iexcl:¡ cent:¢ pound:£ curren:¤ yen:¥ brvbar:¦ sect:§ uml:¨ copy:© COPY:© ordf:ª laquo:« not:¬ shy:\u00ad reg:® REG:® macr:¯ deg:° " +
  "plusmn:± sup2:² sup3:³ acute:´ micro:µ para:¶ middot:· cedil:¸ sup1:¹ ordm:º raquo:» frac14:¼ frac12:½ frac34:¾ iquest:¿ Agrave:À Aacute:Á Acirc:Â Atilde:Ã Auml:Ä Aring:Å AElig:Æ Ccedil:Ç " +
  "Egrave:È Eacute:É Ecirc:Ê Euml:Ë Igrave:Ì Iacute:Í Icirc:Î Iuml:Ï ETH:Ð Ntilde:Ñ Ograve:Ò Oacute:Ó Ocirc:Ô Otilde:Õ Ouml:Ö times:× Oslash:Ø Ugrave:Ù Uacute:Ú Ucirc:Û Uuml:Ü Yacute:Ý THORN:Þ " +
  "szlig:ß agrave:à aacute:á acirc:â atilde:ã auml:ä aring:å aelig:æ ccedil:ç egrave:è eacute:é ecirc:ê euml:ë igrave:ì iacute:í icirc:î iuml:ï eth:ð ntilde:ñ ograve:ò oacute:ó ocirc:ô otilde:õ " +
  "ouml:ö divide:÷ oslash:ø ugrave:ù uacute:ú ucirc:û uuml:ü yacute:ý thorn:þ yuml:ÿ";
// These do. Among them all that stand for a character of ASCII.
const OTHERS =
  "apos:' Tab:\t NewLine:\n excl:! num:# dollar:$ percnt:% lpar:( rpar:) ast:* midast:* plus:+ comma:, period:. sol:/ colon:: semi:; equals:= quest:? commat:@ lsqb:[ lbrack:[ bsol:\\ rsqb:] rbrack:] " +
  "Hat:^ lowbar:_ UnderBar:_ grave:` DiacriticalGrave:` lcub:{ lbrace:{ verbar:| vert:| VerticalLine:| rcub:} rbrace:} hellip:… mldr:… ndash:– mdash:— lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ " +
  "bull:• bullet:• euro:€ trade:™ larr:← uarr:↑ rarr:→ darr:↓ harr:↔ lArr:⇐ rArr:⇒ hArr:⇔ minus:− lowast:∗ infin:∞ ne:≠ le:≤ ge:≥ asymp:≈ equiv:≡ sum:∑ prod:∏ radic:√ alpha:α beta:β gamma:γ delta:δ " +
  "epsilon:ε lambda:λ mu:μ pi:π sigma:σ tau:τ phi:φ omega:ω Omega:Ω Delta:Δ Sigma:Σ Pi:Π check:✓ cross:✗ star:☆ starf:★ hearts:♥ spades:♠ clubs:♣ diams:♦ zwj:\u200d zwnj:\u200c lrm:\u200e rlm:\u200f " +
  "ensp:\u2002 emsp:\u2003 thinsp:\u2009 ZeroWidthSpace:\u200b NonBreakingSpace:\u00a0 lang:⟨ rang:⟩ permil:‰ prime:′ Prime:″ oline:‾ dagger:† Dagger:‡ fnof:ƒ circ:ˆ tilde:˜ OElig:Œ oelig:œ Scaron:Š scaron:š Yuml:Ÿ nvlt:<\u20d2 nvgt:>\u20d2";

const table = (text) => new Map(text.split(/ (?=[A-Za-z])/).map((entry) => [entry.slice(0, entry.indexOf(":")), entry.slice(entry.indexOf(":") + 1)]));
const legacy = table(LEGACY);
const others = table(OTHERS);

// What numbers of the C1 range mean on the web.
const C1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** What `body` (without `&`) stands for, or null where it is plain text. */
exports.decodeEntity = function decodeEntity(body, inAttribute, next) {
  if (body[0] === "#") {
    const code = /^#[xX]/.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    if (code >= 0x80 && code <= 0x9f) return C1[code - 0x80];
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code);
  }
  const name = body.endsWith(";") ? body.slice(0, -1) : body;
  if (body.endsWith(";") && (legacy.has(name) || others.has(name))) return legacy.get(name) ?? others.get(name);
  // The longest known beginning counts, but not within an attribute where more of a word follows.
  for (let length = name.length; length > 1; length--) {
    const found = legacy.get(name.slice(0, length));
    if (found === undefined) continue;
    const rest = body.slice(length);
    const following = rest[0] ?? next;
    if (inAttribute && /[=A-Za-z0-9]/.test(following)) return null;
    return found + rest;
  }
  return null;
};
