const result = await client.callTool({ name: "avatar" });
const picture = document.createElement("img");
picture.src = AVATARS.get(result.structuredContent.avatar) ?? "/none.png";
