import type pg from "pg";
import { brokenDays, recentAlarms } from "../../store/alarms.ts";
import { DEFAULT_ALARMS } from "../lib/default-alarms.ts";
import { asFarAsSeen } from "./as-far-as-seen.ts";
import type { Findings } from "./finding.ts";

/** Share of the days on which more alarms than promised are chance no longer: of seven days one is to be expected. */
const BROKEN_SHARE = 0.3;

/** Whether alarms a day were promised, and whether that was kept. */
export async function checkAlarms(client: pg.Client, findings: Findings): Promise<void> {
  const recent = await asFarAsSeen(recentAlarms(client));
  if (recent === undefined) return;
  if (recent?.alarmsADay == null) {
    findings.note("alarms-unpromised", `no number of alarms a day was promised; ${DEFAULT_ALARMS}`, {
      breaks: "How many alarms a day there are is left to the log.",
      remedy: "Say how many you want: smartlog configure --alarms-a-day NUMBER. The next training keeps it.",
    });
    return;
  }
  const { broken, told } = brokenDays(recent.days);
  const said = `at most ${recent.alarmsADay} alarms a day are promised; of the last ${told} days that had a promise ${broken} had more`;
  if (broken > BROKEN_SHARE * told)
    findings.warning("alarms-promised", said, {
      breaks: "More alarms come than anybody wants to read.",
      remedy:
        "See on the dashboard Anomalies what they are; correct or mute what is ordinary, and train (smartlog train).",
    });
  else findings.ok("alarms-promised", said);
}
