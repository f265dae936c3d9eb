client.callTool({ name: "news" })
    .then((result) => result.content[0].text)
    .then((html) => {
        panel.textContent = html;
    });
