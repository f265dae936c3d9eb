const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = JSON.stringify({ prefetch: [{ urls: ["/next", "/docs"] }] });
document.head.append(rules);
