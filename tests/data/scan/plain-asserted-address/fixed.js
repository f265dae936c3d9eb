function validateRedirect(url) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error(`not an address: ${url}`);
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw new Error("not a web address");
  }
}

export class Provider {
  redirectToAuthorization(authorizationUrl) {
    validateRedirect(authorizationUrl.href);
    window.location.href = authorizationUrl.href;
  }
}
