using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>Constants of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">Decay of the first moment, in [0, 1).</param>
/// <param name="Beta2">Decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="Decay">Weight decay; 0 is Adam.</param>
internal sealed record AdamTerms(float Beta1, float Beta2, float Epsilon, float Decay);

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, alg. 2; with decay 0, Adam of Kingma and Ba 2015, alg. 1).</summary>
/// <param name="terms">Constants.</param>
internal sealed unsafe class AdamW(AdamTerms terms)
{
    /// <summary>Updates some parameters.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">First moments.</param>
    /// <param name="second">Second moments.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="factor">What gradients are multiplied with, such as for clipping.</param>
    /// <param name="decays">Whether weight decay reaches these.</param>
    public void Update(float* values, float* gradients, float* first, float* second, long count, long step, float rate, float factor, bool decays)
    {
        var size = (float)(rate / (1 - Math.Pow(terms.Beta1, step)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(terms.Beta2, step)));
        var keep = decays ? 1 - (rate * terms.Decay) : 1;
        long i = 0;
        for (; i <= count - 16; i += 16)
        {
            var g = Vector512.Load(gradients + i) * Vector512.Create(factor);
            var m = Vector512.Load(first + i);
            m = Vector512.MultiplyAddEstimate(g - m, Vector512.Create(1 - terms.Beta1), m);
            var v = Vector512.Load(second + i) * Vector512.Create(terms.Beta2);
            v = Vector512.MultiplyAddEstimate(g * Vector512.Create(1 - terms.Beta2), g, v);
            m.Store(first + i);
            v.Store(second + i);
            var below = Vector512.MultiplyAddEstimate(Vector512.Sqrt(v), Vector512.Create(root), Vector512.Create(terms.Epsilon));
            ((Vector512.Load(values + i) * Vector512.Create(keep)) - (Vector512.Create(size) * m / below)).Store(values + i);
        }

        for (; i < count; i++)
        {
            var g = gradients[i] * factor;
            first[i] += (1 - terms.Beta1) * (g - first[i]);
            second[i] = (terms.Beta2 * second[i]) + ((1 - terms.Beta2) * g * g);
            values[i] = (values[i] * keep) - (size * first[i] / ((MathF.Sqrt(second[i]) * root) + terms.Epsilon));
        }
    }

    /// <summary>Learning rate of a step: rising evenly for some steps, then falling to a tenth along half a cosine (Loshchilov and Hutter 2017, eq. 5).</summary>
    /// <param name="highest">Highest rate.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="rising">Steps that it rises.</param>
    /// <param name="steps">Steps of the whole training.</param>
    public static float Rate(float highest, long step, long rising, long steps)
    {
        const double Last = 0.1;
        if (step <= rising)
        {
            return highest * step / rising;
        }

        var share = Math.Min(1, (step - rising) / (double)Math.Max(1, steps - rising));
        return (float)(highest * (Last + ((1 - Last) * 0.5 * (1 + Math.Cos(Math.PI * share)))));
    }
}
