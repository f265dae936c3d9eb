const result = await client.callTool({ name: "avatar" });
const picture = document.createElement("img");
picture.src = result.structuredContent.avatar;
