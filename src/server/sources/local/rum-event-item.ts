import { z } from "zod";
import type { RumEventItem } from "../../../wire/rum-event.ts";
import type { StoredRumEvent } from "../../storage/stored-rum-event.ts";

// RUM events as the SDK sends them (schema: DataDog/rum-events-format). A field that is not of its type is
// left out; the event is still listed.

const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const texts = z.array(z.string()).nonempty().optional().catch(undefined);

const documentSchema = z.object({
  view: part({ url: text, loading_type: text, time_spent: number }),
  action: part({
    type: text,
    target: part({ name: text }),
    frustration: part({ type: texts }),
    loading_time: number,
  }),
  error: part({ message: text, type: text, stack: text, source: text, handling: text }),
  resource: part({
    type: text,
    method: text,
    url: text,
    status_code: number,
    duration: number,
    size: number,
  }),
  long_task: part({ duration: number, entry_type: text }),
  vital: part({ name: text, type: text, duration: number }),
});
type RumDocument = z.infer<typeof documentSchema>;

/** What of an event depends on its type. */
type Described = {
  [K in "title" | "kind" | "duration" | "frustrations" | "error" | "resource"]?: RumEventItem[K] | undefined;
};

/** Reduces a stored RUM event to what a list or a timeline shows. A type that is not known keeps its name. */
export function rumEventItem(stored: Omit<StoredRumEvent, "position">): RumEventItem {
  const described = describe(stored.type, parseDocument(stored.document));
  return {
    id: stored.id,
    type: stored.type,
    date: stored.date,
    ...(stored.viewId === "" ? {} : { viewId: stored.viewId }),
    ...compact(described),
    title: described.title ?? stored.type,
  };
}

function describe(type: string, document: RumDocument): Described {
  const { view, action, error, resource, long_task: longTask, vital } = document;
  switch (type) {
    case "view":
      return { title: view?.url, kind: view?.loading_type, duration: milliseconds(view?.time_spent) };
    case "action":
      return {
        title: action?.target?.name ?? action?.type,
        kind: action?.type,
        duration: milliseconds(action?.loading_time),
        frustrations: action?.frustration?.type,
      };
    case "error":
      return {
        title: error?.message,
        kind: error?.source,
        error: compact({ type: error?.type, stack: error?.stack, handling: error?.handling }),
      };
    case "resource":
      return {
        title: resource?.url,
        kind: resource?.type,
        duration: milliseconds(resource?.duration),
        resource: compact({
          method: resource?.method,
          statusCode: resource?.status_code,
          size: resource?.size,
        }),
      };
    case "long_task":
      return {
        title: "Long task",
        kind: longTask?.entry_type,
        duration: milliseconds(longTask?.duration),
      };
    case "vital":
      return { title: vital?.name, kind: vital?.type, duration: milliseconds(vital?.duration) };
    default:
      return {};
  }
}

function parseDocument(document: string): RumDocument {
  try {
    return documentSchema.parse(JSON.parse(document));
  } catch {
    // Only whole JSON objects get into the store; one that is damaged there is listed by its type alone.
    return {};
  }
}

function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined);
}

/** The SDK's durations are nanoseconds. */
const milliseconds = (nanoseconds: number | undefined) =>
  nanoseconds === undefined ? undefined : nanoseconds / 1e6;

/** Without the keys whose value is undefined. */
function compact<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
