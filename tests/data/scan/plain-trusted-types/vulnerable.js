const policy = trustedTypes.createPolicy("output", { createHTML: (html) => html });
const result = await client.callTool({ name: "page" });
panel.innerHTML = policy.createHTML(result.content[0].text);
