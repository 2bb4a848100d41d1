/** Times, amounts and phone numbers as people write them. Every time is Beijing's. */

/** @typedef {import('../package/checker/protocol.js').Language} Language */

/** Beijing is so many milliseconds ahead of UTC, all year. */
const AHEAD = 8 * 60 * 60 * 1000;

const FEN_PER_YUAN = 100;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/**
 * A moment, such as 2022年6月18日 0:00.
 * @param {number} ms since 1970
 * @param {Language} language
 */
export function moment(ms, language) {
  return written(new Date(ms + AHEAD), false, language);
}

/**
 * The first moment after something: midnight is 24:00 of the day before.
 * @param {number} ms since 1970
 * @param {Language} language
 */
export function end(ms, language) {
  const date = new Date(ms + AHEAD);
  const isMidnight = date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
  return written(isMidnight ? new Date(date.getTime() - 1) : date, isMidnight, language);
}

/**
 * @param {Date} date whose UTC is Beijing's time
 * @param {boolean} isDaysEnd
 * @param {Language} language
 */
function written(date, isDaysEnd, language) {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  const time = isDaysEnd ? '24:00' : `${date.getUTCHours()}:${minutes}`;
  return language === 'zh' ? `${year}年${month + 1}月${day}日 ${time}` : `${day} ${MONTHS[month]} ${year}, ${time}`;
}

/** The amount in yuan, with decimals only where there are any. @param {number} fen */
export function yuan(fen) {
  return fen % FEN_PER_YUAN === 0 ? String(fen / FEN_PER_YUAN) : (fen / FEN_PER_YUAN).toFixed(2);
}

/** A phone number of which strangers read nothing. @param {string} phone */
export function masked(phone) {
  return phone.replace(/^(\d{3})\d{4}/, '$1****');
}
