import $ from "jquery";

const result = await client.callTool({ name: "profile" });
$("#profile").text(result.structuredContent.bio);
