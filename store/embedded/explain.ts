import { StoreError } from "../error.ts";
import { diskFull } from "./reserve.ts";

const NAME_ANOTHER = "Name another folder with --data or SMARTLOG_DATA_DIR.";

/** What the system says of a file, as what it means for the data folder; any other error as it is. */
export function explain(folder: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  const means = (what: string, nextStep = NAME_ANOTHER) =>
    new StoreError("DATA_NOT_YOURS", `the data folder ${folder} ${what}`, nextStep, cause);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(folder, cause);
    case "EROFS":
      return means("is on a read-only disk");
    case "EACCES":
    case "EPERM":
      return means(`can't be used by this user: ${message}`, `Run as the user who made it. ${NAME_ANOTHER}`);
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
      return means(`can't be made: ${message}`);
    default:
      return cause;
  }
}
