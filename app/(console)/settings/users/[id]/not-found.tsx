import { Missing } from "@/components/mirror/detail-states";

export default function UserNotFound() {
  return <Missing noun="user" parent={{ label: "Users", href: "/settings/users" }} error={null} />;
}
