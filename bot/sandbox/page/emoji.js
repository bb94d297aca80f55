// The emoji names that the sandbox knows; another one is shown as it was typed.

const NAMES = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", bulb: "💡",
  mag: "🔍", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", clipboard: "📋",
  memo: "📝", pencil2: "✏️", calendar: "📆", date: "📅", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰",
  bell: "🔔", no_bell: "🔕", lock: "🔒", unlock: "🔓", eyes: "👀", wave: "👋", raised_hand: "✋", "+1": "👍", thumbsup: "👍",
  "-1": "👎", thumbsdown: "👎", tada: "🎉", dart: "🎯", star: "⭐", fire: "🔥", rocket: "🚀", link: "🔗", paperclip: "📎",
  question: "❓", exclamation: "❗", information_source: "ℹ️", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️",
  arrow_left: "⬅️", small_blue_diamond: "🔹", large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴",
  white_circle: "⚪", black_circle: "⚫", speech_balloon: "💬", busts_in_silhouette: "👥", smile: "😄", slightly_smiling_face: "🙂",
  robot_face: "🤖", gear: "⚙️", seedling: "🌱", sunny: "☀️", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
};

export const emoji = (name) => NAMES[name] ?? `:${name}:`;
