/**
 * Sends a body. Only this older interface tells how much of it has been sent.
 * @param {string} method
 * @param {string | URL} address
 * @param {Blob} body
 * @param {object} options
 * @param {Record<string, string>} options.headers
 * @param {import('../checker/transfer.js').Transfer} options.transfer
 * @param {(sent: number, total: number) => void} [options.onSent] told how many bytes have been sent
 * @param {() => void} [options.onArrived] told when all have arrived, and the answer is waited for
 * @returns {Promise<{ status: number, text: string }>} the answer; rejected where there is none
 */
export function sendBody(method, address, body, { headers, transfer: { signal, progress }, onSent, onArrived }) {
  const request = new XMLHttpRequest();
  request.open(method, address);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => {
    progress();
    onSent?.(loaded, total);
  };
  request.upload.onload = () => onArrived?.();
  request.onprogress = progress;
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve, reject) => {
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new Error(`${address}: no answer`));
    request.send(body);
  });
}
