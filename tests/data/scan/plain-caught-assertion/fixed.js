function validateRedirect(url) {
  try {
    if (new URL(url).protocol !== "https:") throw new Error("not a web address");
  } catch (error) {
    throw new Error(`refused: ${url}`, { cause: error });
  }
}

export class Provider {
  redirectToAuthorization(authorizationUrl) {
    validateRedirect(authorizationUrl);
    window.location.assign(authorizationUrl);
  }
}
