function validateRedirect(url) {
  if (url === undefined) throw new Error("no address");
  return url.length < 2000;
}

export class Provider {
  redirectToAuthorization(authorizationUrl) {
    validateRedirect(authorizationUrl.href);
    window.location.href = authorizationUrl.href;
  }
}
