import { Avatar } from '../avatar.tsx';
import { useSession } from '../session-context.ts';

export const TeamTab = () => (
  <div class="hl-card hl-card--flush">
    <table class="hl-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
        </tr>
      </thead>
      <tbody>
        {useSession().team.map((member) => (
          <tr key={member.email}>
            <td>
              <div class="hl-person">
                <Avatar name={member.name} />
                <div>
                  <span class="hl-person__name">{member.name}</span>
                  <div class="hl-muted">{member.email}</div>
                </div>
              </div>
            </td>
            <td>{member.role}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
