export function Widget({ resourceText }) {
    return <iframe title="widget" sandbox="" srcDoc={escapeHtml(resourceText)} />;
}
