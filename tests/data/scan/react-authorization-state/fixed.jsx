import { validateRedirectUrl } from "./urls.js";

export function AuthorizationStep({ authState, code, onCode }) {
  const open = () => {
    validateRedirectUrl(authState.authorizationUrl);
    window.open(authState.authorizationUrl, "_blank", "noopener");
  };
  return (
    <form>
      <button type="button" onClick={open}>
        Authorize
      </button>
      <input value={code} onChange={(event) => onCode(event.target.value)} />
    </form>
  );
}
