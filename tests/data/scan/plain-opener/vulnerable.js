export function open(link) {
    if (!ORIGINS.has(new URL(link.href).origin)) return;
    window.open(link.href, "_blank");
}
