const result = await client.callTool({ name: "card" });
const card = { title: "Card", body: result.structuredContent.body };
title.innerHTML = card.title;
body.textContent = card.body;
