// One policy for the guard and for every result.
export const policy = { connect: ["'self'"], resources: [], links: { schemes: ["https"] } };
