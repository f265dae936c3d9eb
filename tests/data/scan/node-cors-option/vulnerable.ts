import type { IncomingMessage, ServerResponse } from "node:http";

type CorsOptions = { origin?: string | string[] };

export function applyCors(req: IncomingMessage, res: ServerResponse, options: CorsOptions) {
  if (!req.headers.origin) return;
  const origin = new URL(req.headers.origin);
  let allowed = origin.origin;
  if (typeof options.origin === "string") allowed = options.origin;
  res.setHeader("Vary", "Origin");
  res.setHeader("Access-Control-Allow-Origin", allowed);
}
