// Runs in a page: how alike two pictures are, where either has ink. Wang, Bovik, Sheikh and Simoncelli, "Image Quality
// Assessment: From Error Visibility to Structural Similarity", 2004; over windows of 8 by 8 pixels.
const SIDE = 8;
const STEP = 4;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
/** A window whose shades differ by less is empty. */
const INK = 4;

async function pictureAt(url) {
  return createImageBitmap(await (await fetch(url)).blob());
}

function shades(picture, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const gray = new Float32Array(width * height);
  for (let at = 0; at < gray.length; at++) {
    gray[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  return gray;
}

/** 1 where nothing differs. Two pictures without ink are the same. */
window.similarity = async (first, second) => {
  const pictures = await Promise.all([first, second].map(pictureAt));
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = Math.max(...pictures.map((picture) => picture.height));
  const [a, b] = pictures.map((picture) => shades(picture, width, height));
  let sum = 0;
  let count = 0;
  for (let y = 0; y + SIDE <= height; y += STEP) {
    for (let x = 0; x + SIDE <= width; x += STEP) {
      let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
      for (let row = y; row < y + SIDE; row++) {
        for (let at = row * width + x; at < row * width + x + SIDE; at++) {
          sumA += a[at];
          sumB += b[at];
          squareA += a[at] * a[at];
          squareB += b[at] * b[at];
          product += a[at] * b[at];
        }
      }
      const n = SIDE * SIDE;
      const [meanA, meanB] = [sumA / n, sumB / n];
      const [variesA, variesB] = [squareA / n - meanA * meanA, squareB / n - meanB * meanB];
      const differs = Math.abs(meanA - meanB) > INK;
      if (variesA < INK && variesB < INK && !differs) continue;
      const together = product / n - meanA * meanB;
      sum +=
        ((2 * meanA * meanB + C1) * (2 * together + C2)) /
        ((meanA * meanA + meanB * meanB + C1) * (variesA + variesB + C2));
      count++;
    }
  }
  return count === 0 ? 1 : sum / count;
};
