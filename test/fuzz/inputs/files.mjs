export function fileInput() {
  throw new Error('later');
}
