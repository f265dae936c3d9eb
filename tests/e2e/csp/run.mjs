// One engine's answers: every page opened, every request made, and what came of it beside what the matcher says.
import { explainCsp } from "../../../pkg/index.js";
import { shut } from "../../support/servers.mjs";
import { ask } from "./ask.mjs";
import { HOSTS, KINDS, pages, placed } from "./generate.mjs";
import { Site } from "./site.mjs";

/**
 * What the browser did with a request: a trusted violation event is a refusal, a request that arrived at a server is none.
 * Where no server answers, the event alone tells, and what failed without one was let through. A redirect's event names
 * the first hop, so there the request that arrived, or the failure, tells.
 */
function outcome(request, { blocked, failed }, site) {
  const { id, kind, url, redirect } = request;
  const told = blocked[id] !== undefined;
  const arrived = site.hits.has(id);
  if (kind === "hop") {
    if (!site.isLive(redirect)) return "untold";
    return arrived === Boolean(failed[id]) ? "unclear" : arrived ? "allowed" : "blocked";
  }
  if (told && arrived) return "unclear";
  if (told) return "blocked";
  return arrived || !site.isLive(url) ? "allowed" : "unclear";
}

/** What the matcher says: `dialect` is the one to ask. */
export function expected({ page, request }, dialect = "browsers") {
  const { headers, reportOnly, meta, origin: selfOrigin } = page;
  const about = { headers, reportOnly, meta, selfOrigin, directive: KINDS[request.kind], dialect };
  const steps = [{ url: request.url, redirect: null }];
  if (request.redirect) steps.push({ url: request.url, redirect: request.redirect });
  return steps.every((step) => explainCsp({ ...about, ...step }).allowed) ? "allowed" : "blocked";
}

/** `{ page, drawn, request, outcome }` for each pair; `drawn` is the page as the seed has it, without this run's ports. */
export async function run(Browser, seed, count) {
  let site, browser;
  const pairs = [];
  try {
    site = await Site.start();
    browser = await Browser.launch({ hosts: HOSTS, anyCertificate: true });
    for (const drawn of pages(seed, count)) {
      const page = placed(drawn, site.ports);
      const requests = page.requests.map((request) => {
        if (!request.redirect) return request;
        return { ...request, url: `${request.url}?${encodeURIComponent(request.redirect)}` };
      });
      site.serve(page);
      await browser.open(`${page.origin}/page`);
      const seen = await browser.run(ask, requests);
      requests.forEach((request, at) => {
        pairs.push({
          page,
          drawn: { ...drawn, request: drawn.requests[at] },
          request,
          outcome: outcome(request, seen, site),
        });
      });
    }
    return { version: await browser.version(), pairs };
  } finally {
    await shut(browser, site);
  }
}
