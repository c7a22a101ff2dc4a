using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Evaluation.Contacts;

/// <summary>A log and a policy to <see cref="SequenceRows"/>.</summary>
internal sealed class LaySequences(IContactMethods methods, ContactLog held, ContactTerms terms)
{
    private const int Folds = 2;

    private readonly int[] _fold = Deal(held.Trajectories.Count, (ulong)terms.Seed);

    /// <summary>Lays out; the value model of a customer is learned from the other fold, so that luck does not speak twice.</summary>
    public (SequenceRows Rows, double UnloggedMass) Of(IContactPolicy policy, CancellationToken cancellation)
    {
        var models = Enumerable.Range(0, Folds).Select(fold => methods.Evaluate(policy, held.Only([.. Enumerable.Range(0, _fold.Length).Where(i => _fold[i] != fold)]), terms.Gamma, terms.Seed, cancellation)).ToList();
        var never = Enumerable.Range(0, held.Actions.Count).Where(action => held.Trajectories.All(one => one.Steps.All(step => step.Action != action))).ToHashSet();
        var columns = new Columns();
        for (var i = 0; i < _fold.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            columns.Add(held.Trajectories[i], policy, models[_fold[i]], terms.Gamma, never);
        }

        return columns.Laid();
    }

    private static int[] Deal(int customers, ulong seed)
    {
        var (order, random, fold) = (Enumerable.Range(0, customers).ToArray(), new SeededRandom(seed), new int[customers]);
        for (var i = customers - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        for (var i = 0; i < customers; i++)
        {
            fold[order[i]] = i % Folds;
        }

        return fold;
    }

    private sealed class Columns
    {
        private readonly List<int> _starts = [0];
        private readonly List<double> _ratios = [];
        private readonly List<double> _discounts = [];
        private readonly List<double> _rewards = [];
        private readonly List<double> _chosen = [];
        private readonly List<double> _values = [];
        private readonly List<(double, double)> _behind = [];
        private double _unlogged;

        public void Add(ContactTrajectory one, IContactPolicy policy, IContactValue model, double gamma, HashSet<int> never)
        {
            var (count, ratio) = (policy.Actions.Count, 1.0);
            var (options, q) = (new ContactOption[count], new double[count]);
            var known = one.Steps[^1].Ends ? one.Steps.Count : one.Steps.Count - 1;
            for (var step = 0; step < one.Steps.Count; step++)
            {
                var here = one.Steps[step];
                _ = policy.Judge(here.State.Span, options) is { } reason ? throw new ArgumentException($"The policy cannot tell what it would do: {reason}.", nameof(policy)) : 0;
                model.Values(here.State.Span, q);
                var (value, discount) = (Enumerable.Range(0, count).Sum(a => options[a].Probability * q[a]), Math.Pow(gamma, here.Clock - one.Steps[0].Clock));
                if (step == known)
                {
                    _behind.Add((discount, value));
                    break;
                }

                ratio *= options[here.Action].Probability / here.Propensity;
                _ratios.Add(ratio);
                _discounts.Add(discount);
                _rewards.Add(here.Reward);
                _chosen.Add(q[here.Action]);
                _values.Add(value);
                _unlogged += never.Sum(a => options[a].Probability);
            }

            if (known == one.Steps.Count)
            {
                _behind.Add((0, 0));
            }

            _starts.Add(_ratios.Count);
        }

        public (SequenceRows Rows, double UnloggedMass) Laid() =>
            (new SequenceRows([.. _starts], [.. _ratios], [.. _discounts], [.. _rewards], [.. _chosen], [.. _values], [.. _behind]), _unlogged / _ratios.Count);
    }
}
