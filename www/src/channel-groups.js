// The documents that the ways out share: most stand together, and some need one of their own.

/** Channels that are a look-up, a connection or a datagram, and no more; for the others only a request counts. */
const LESS = {
  lookup: [
    ...["rtc_dns", "link_dnsprefetch", "link_dnsprefetch_html", "link_preconnect_dns", "a_href_dns"],
    ...["webauthn_get", "webauthn_conditional", "webauthn_create", "webauthn_signal"],
  ],
  connection: ["link_preconnect"],
  datagram: ["rtc_stun_udp", "webtransport"],
};

/** @param {string} channel */
export const counts = (channel) =>
  Object.entries(LESS).find(([, channels]) => channels.includes(channel))?.[0] ?? "request";

/**
 * Whether it speaks to a page of the attacker's. That such a page is there, and asked for, tells nothing.
 * @param {string} channel
 */
export const isTold = (channel) => /^(message|opener)_/.test(channel);
/**
 * Where that page has to be ahead of the attack: it opened the page, or has it in a frame.
 * @type {Record<string, "open" | "frame">}
 */
const OUTER = { message_opener: "open", opener_location: "open", message_parent: "frame" };
/** @param {string} channel */
export const outerOf = (channel) => OUTER[channel];

/**
 * Those of `ALONE` take the document elsewhere, replace what is in it, or add a policy to it, which would hide every other
 * attack in there; or they preconnect, of which Firefox does few at a time and drops the rest. Speculation has its own
 * because a browser prefetches one page after the other, Background Fetch because it takes its time. A browser asks for one
 * public key credential at a time. Popups come last:
 * Chromium does not speculate in a window that has opened one, even after it is closed.
 */
const ALONE = new RegExp(
  `^(${[
    "loc_href|nav_api|a_click_nav|a_download|meta_refresh|form_get|form_post|form_formaction",
    "docwrite_img|meta_reporturi|link_preconnect|link_preconnect_dns",
    "webauthn_get|webauthn_conditional|webauthn_create|webauthn_signal|message_opener|message_parent|opener_location",
  ].join("|")})$`,
);
const POPUPS = /^(window_open|a_blank|form_blank|message_opener|opener_)/;
/** @type {[string, RegExp][]} */
const GROUPS = [
  ["popups", POPUPS],
  ["speculation", /^specrules_/],
  ["background", /^bgfetch/],
  ["hints", /^(link_|a_href_dns)/],
  ["frames", /^(iframe_|object_|embed_|message_frame)/],
  ["workers", /^(worker_|sharedworker_|sw_|.*worklet)/],
  ["rest", /./],
];

/**
 * @param {readonly string[]} channels
 * @param {boolean} eachAlone gives every one a document of its own
 * @returns {{ name: string, channels: string[] }[]}
 */
export function documentsOf(channels, eachAlone = false) {
  /** @type {Map<string, { name: string, channels: string[] }>} */
  const found = new Map();
  for (const channel of channels) {
    const group = GROUPS.find(([, has]) => has.test(channel))?.[0] ?? channel;
    const name = eachAlone || ALONE.test(channel) ? channel : group;
    const one = found.get(name) ?? { name, channels: [] };
    one.channels.push(channel);
    found.set(name, one);
  }
  const isLast = (/** @type {{ channels: string[] }} */ { channels }) => Number(POPUPS.test(channels[0] ?? ""));
  return [...found.values()].sort((one, other) => isLast(one) - isLast(other));
}
