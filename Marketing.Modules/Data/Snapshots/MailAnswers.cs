namespace Marketing.Data.Snapshots;

/// <summary>
/// Who agrees to marketing mail, from answers given oldest first. The newest answer holds. Of a person of several records a no on any
/// of them holds until the person answers after they were found to be one.
/// </summary>
internal sealed class MailAnswers(MergedRecords people, HashSet<long> agreed)
{
    private readonly Dictionary<long, Dictionary<long, bool>> _groups = [];

    public void Take(long customer, bool granted, long at)
    {
        var person = people.Of(customer);
        if (people.Joined(person) is not { } joined)
        {
            _ = granted ? agreed.Add(customer) : agreed.Remove(customer);
            return;
        }

        if (!_groups.TryGetValue(person, out var answers))
        {
            _groups.Add(person, answers = []);
        }

        if (at >= joined)
        {
            answers.Clear();
        }

        answers[customer] = granted;
    }

    /// <summary>Settles the people of several records.</summary>
    public void Finish()
    {
        foreach (var (person, answers) in _groups)
        {
            _ = answers.Values.All(granted => granted) ? agreed.Add(person) : agreed.Remove(person);
        }
    }
}
