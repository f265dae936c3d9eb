/** For what kept to the caller's limits and has grown a little since. */
const NO_LIMITS = { bytes: 2 ** 31, nodes: 2 ** 31, attributes: 2 ** 31, depth: 500 };

/**
 * Options for a second pass over what is safe, which changes nothing: the URLs are rewritten already.
 * @type {(options: any) => any}
 */
export const again = ({ rewriteUrl, limits, ...options }) => ({ ...options, limits: NO_LIMITS });
