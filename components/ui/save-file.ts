/** Has the browser save a file that is in memory, under its name. */
export function saveFile({ name, content }: { name: string; content: Blob }): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the time this turn ends.
  setTimeout(() => URL.revokeObjectURL(address));
}
