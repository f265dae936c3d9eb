import $ from "jquery";

const result = await client.callTool({ name: "profile" });
$("#profile").html(result.structuredContent.bio);
