namespace Marketing.Model.Choices;

/// <summary>What is believed of each customer: mean and covariance of their tastes.</summary>
internal sealed class CustomerBeliefs(int dimensions)
{
    private double[] _mean = [];
    private double[] _covariance = [];
    private int _known;

    /// <summary>Makes room for customers; those who are new get the prior.</summary>
    public void Reach(int customers, ReadOnlySpan<double> prior)
    {
        if (customers * dimensions > _mean.Length)
        {
            Array.Resize(ref _mean, 2 * customers * dimensions);
            Array.Resize(ref _covariance, 2 * customers * dimensions * dimensions);
        }

        for (; _known < customers; _known++)
        {
            prior.CopyTo(Covariance(_known));
        }
    }

    public Span<double> Mean(int customer) => _mean.AsSpan(customer * dimensions, dimensions);

    public Span<double> Covariance(int customer) => _covariance.AsSpan(customer * dimensions * dimensions, dimensions * dimensions);
}
