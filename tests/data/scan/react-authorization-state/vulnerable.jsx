export function AuthorizationStep({ authState, code, onCode }) {
  return (
    <form>
      <button type="button" onClick={() => window.open(authState.authorizationUrl, "_blank", "noopener")}>
        Authorize
      </button>
      <input value={code} onChange={(event) => onCode(event.target.value)} />
    </form>
  );
}
