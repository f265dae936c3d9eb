export const LOCAL = "127.0.0.1";
export const PUBLIC = "0.0.0.0";
