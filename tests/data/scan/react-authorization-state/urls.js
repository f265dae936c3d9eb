export function validateRedirectUrl(url) {
  const { protocol } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") throw new Error("not a web address");
}
