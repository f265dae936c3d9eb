const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = JSON.stringify({ prefetch: [{ where: { href_matches: "/*" }, eagerness: "moderate" }] });
document.head.append(rules);
