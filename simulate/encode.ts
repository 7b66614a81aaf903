/** From text to request targets: percent-encodings, and requests around hostile and ordinary values. */
export { type AttackRequest, attackRequest, ordinaryRequestTarget } from "./attacks/request.ts";
export { type EncodeStyle, LOSSLESS_STYLES, percentEncode } from "./values/percent.ts";
