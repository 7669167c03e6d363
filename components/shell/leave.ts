import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";

/** Signs out and goes to the sign-in page as a whole new page, so that nothing read for this person stays. */
export async function leave(): Promise<void> {
  try {
    const { signOut } = await import("@/lib/domains/users/queries");
    await signOut();
    location.assign("/sign-in");
  } catch (error) {
    const { title, advice } = trouble(error);
    toast.failed({ title, ...(advice === undefined ? {} : { detail: advice }) });
  }
}
