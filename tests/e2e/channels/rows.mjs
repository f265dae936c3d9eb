// The channels, and what each of them is: what counts as reaching, and which others it may share a document with.
import { readFileSync } from "node:fs";

const MEASURED = JSON.parse(readFileSync(new URL("../../data/channels.json", import.meta.url)));

/** Channel to engine to defence to outcome, as measured apart from this project. */
export const measured = new Map(MEASURED.rows.map(({ channel, ...engines }) => [channel, engines]));
export const channels = [...measured.keys()];

/** Channels that are a look-up, a connection or a datagram, and no more; for the others only a request counts. */
const LESS = {
  lookup: ["rtc_dns", "link_dnsprefetch", "link_dnsprefetch_html", "link_preconnect_dns", "a_href_dns"],
  connection: ["link_preconnect"],
  datagram: ["rtc_stun_udp", "webtransport"],
};
export const counts = (channel) => Object.keys(LESS).find((kind) => LESS[kind].includes(channel)) ?? "request";

/**
 * The documents of a run. Most attacks share one with others of their group: each has a port of its own, browsers keep
 * their limits by host and port, and a run that gave every attack a document (`CORDON_ALONE=1`) takes four minutes an engine.
 *
 * Those of `ALONE` have one each: they take the document elsewhere, replace what is in it, or add a policy to it, which
 * would hide every other attack in there; or they preconnect, of which Firefox does few at a time and drops the rest.
 * Speculation has its own because a browser prefetches one page after the other, Background Fetch because it takes its
 * time. Popups come last: Chromium does not speculate in a window that has opened one, even after it is closed.
 */
const ALONE = new RegExp(
  `^(${[
    "loc_href|nav_api|a_click_nav|a_download|meta_refresh|form_get|form_post|form_formaction",
    "docwrite_img|meta_reporturi|link_preconnect|link_preconnect_dns",
  ].join("|")})$`,
);
const POPUPS = /^(window_open|a_blank|form_blank)/;
const GROUPS = [
  ["popups", POPUPS],
  ["speculation", /^specrules_/],
  ["background", /^bgfetch/],
  ["hints", /^(link_|a_href_dns)/],
  ["frames", /^(iframe_|object_|embed_)/],
  ["workers", /^(worker_|sharedworker_|sw_|.*worklet)/],
  ["rest", /./],
];

/** `{ name, channels }` of each document. */
export function documents() {
  const found = new Map();
  for (const channel of channels) {
    const alone = process.env.CORDON_ALONE || ALONE.test(channel);
    const name = alone ? channel : GROUPS.find(([, has]) => has.test(channel))[0];
    if (!found.has(name)) found.set(name, { name, channels: [] });
    found.get(name).channels.push(channel);
  }
  const isLast = ({ channels: [channel] }) => POPUPS.test(channel);
  return [...found.values()].sort((one, other) => isLast(one) - isLast(other));
}
