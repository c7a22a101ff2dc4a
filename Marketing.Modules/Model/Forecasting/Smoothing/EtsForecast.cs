namespace Marketing.Model.Forecasting.Smoothing;

/// <summary>What a fitted model foretells (Hyndman et al. 2008, sec. 6.2 to 6.4).</summary>
internal static class EtsForecast
{
    /// <summary>Means and deviations of the next values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">The series it was fitted on.</param>
    /// <param name="horizon">Steps.</param>
    public static ForecastOutcome.Foretold Of(EtsModel model, ReadOnlySpan<double> values, int horizon)
    {
        var season = (double[])model.Season.Clone();
        var pass = EtsFilter.Run(values, model.Form, model.Constants, model.Level, model.Trend, season);
        var (mean, within) = (new double[horizon], new double[horizon]);
        var (damping, fades) = (0.0, 1.0);
        for (var h = 0; h < horizon; h++)
        {
            fades *= model.Constants.Phi;
            damping += fades;
            within[h] = pass.Level + (damping * pass.Trend);
            mean[h] = Join(model.Form.Season, within[h], season, values.Length + h);
        }

        var freedom = Math.Max(1, values.Length - (model.Count - 1));
        return new ForecastOutcome.Foretold(mean, Deviations(model, mean, within, season, pass.Squares / freedom), model.Form.ToString(), Parameters(model, pass.Squares / freedom));
    }

    private static double Join(Joined joined, double level, double[] season, int at) => joined switch
    {
        Joined.Additive => level + season[at % season.Length],
        Joined.Multiplicative => level * season[at % season.Length],
        _ => level,
    };

    private static double[] Deviations(EtsModel model, double[] mean, double[] within, double[] season, double variance)
    {
        var (form, constants) = (model.Form, model.Constants);
        var (deviations, spread) = (new double[mean.Length], new double[mean.Length]);
        var (damping, fades) = (0.0, 1.0);

        // What an error does to the forecast j steps later; a season that multiplies is joined afterwards.
        for (var j = 0; j < mean.Length; j++)
        {
            fades *= constants.Phi;
            damping += fades;
            spread[j] = constants.Alpha + (constants.Beta * damping) + (form.Season == Joined.Additive && (j + 1) % season.Length == 0 ? constants.Gamma : 0);
        }

        if (form.Error == Joined.Additive)
        {
            var sum = 1.0;
            for (var h = 0; h < mean.Length; h++)
            {
                deviations[h] = Math.Sqrt(variance * sum);
                sum += spread[h] * spread[h];
            }

            return deviations;
        }

        // Relative errors: eq. 6.2 with the means themselves, and for a season that multiplies the form of sec. 6.4.
        var centre = form.Season == Joined.Multiplicative ? within : mean;
        var theta = new double[mean.Length];
        for (var h = 0; h < mean.Length; h++)
        {
            theta[h] = centre[h] * centre[h];
            for (var j = 0; j < h; j++)
            {
                theta[h] += variance * spread[j] * spread[j] * theta[h - 1 - j];
            }

            if (form.Season == Joined.Multiplicative)
            {
                var index = mean[h] / (centre[h] == 0 ? 1 : centre[h]);
                var years = h / season.Length;
                deviations[h] = Math.Abs(index) * Math.Sqrt(Math.Max(0, (theta[h] * (1 + variance) * Math.Pow(1 + (constants.Gamma * constants.Gamma * variance), years)) - (centre[h] * centre[h])));
            }
            else
            {
                deviations[h] = Math.Sqrt(Math.Max(0, ((1 + variance) * theta[h]) - (centre[h] * centre[h])));
            }
        }

        return deviations;
    }

    private static List<KeyValuePair<string, double>> Parameters(EtsModel model, double variance)
    {
        List<KeyValuePair<string, double>> parameters = [new("alpha", model.Constants.Alpha)];
        if (model.Form.HasTrend)
        {
            parameters.Add(new("beta", model.Constants.Beta));
        }

        if (model.Form.Season != Joined.None)
        {
            parameters.Add(new("gamma", model.Constants.Gamma));
        }

        if (model.Form.IsDamped)
        {
            parameters.Add(new("phi", model.Constants.Phi));
        }

        parameters.Add(new("sigma2", variance));
        return parameters;
    }
}
