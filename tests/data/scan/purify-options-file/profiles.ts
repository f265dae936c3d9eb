export const PLAIN = { ALLOWED_TAGS: ["p", "b", "a"], ALLOWED_ATTR: ["href"] };
export const WITH_FRAMES = { ADD_TAGS: ["iframe"], ADD_ATTR: ["allow"] };
