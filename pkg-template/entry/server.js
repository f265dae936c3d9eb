// The server's half: who may call, who may read.
import { adapt } from "./adapters.js";
import { call } from "./instance.js";
import { CordonError, init } from "./shared.js";

export { refusalAttributes } from "./refusals.js";
export { CordonError, init };
export const version = __VERSION__;

export function decideRequest(request, options) {
  return call((cordon) => cordon.decideRequest(request, options));
}

export function corsPreflightRequired(request) {
  return call((cordon) => cordon.corsPreflightRequired(request));
}

export function corsBrowserCheck(input) {
  return call((cordon) => cordon.corsBrowserCheck(input));
}

export function decideCors(request, policy) {
  return call((cordon) => cordon.decideCors(request, policy));
}

export function auditCors(input) {
  return call((cordon) => cordon.auditCors(input));
}

export function fixCors(input) {
  return call((cordon) => cordon.fixCors({ probes: [], ...input }));
}

export function auditRequestPolicy(input) {
  return call((cordon) => cordon.auditRequestPolicy(input));
}

export function auditRoutes(input) {
  return call((cordon) => cordon.auditRoutes(input));
}

export function requestProbes(target) {
  return call((cordon) => cordon.requestProbes(target));
}

export function corsProbes(target) {
  return call((cordon) => cordon.corsProbes(target));
}

export function speculationHeaders(options) {
  return call((cordon) => cordon.speculationHeaders(options));
}

export function createIsolation(options = {}) {
  const { cors, behindTls = false, ...isolation } = Object(options);
  if (typeof behindTls !== "boolean") throw new CordonError("invalid-option", "options.behindTls: expected a boolean");
  const given = Object(options) === options ? isolation : options;
  return adapt(
    call((cordon) => cordon.endpointOf(given, cors)),
    { hasCors: cors !== undefined, behindTls, namesHosts: isolation.allowedHosts !== undefined },
  );
}

export function createCors(policy) {
  const { fetch, node } = adapt(
    call((cordon) => cordon.endpointOfCors(policy)),
    { hasCors: true },
  );
  return Object.freeze({ fetch, node });
}
